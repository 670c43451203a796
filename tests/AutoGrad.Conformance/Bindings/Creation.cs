namespace AutoGrad.Conformance.Bindings;

/// <summary>Tensors that expressions make.</summary>
internal static class Creation
{
    public static IEnumerable<Binding> All =>
    [
        new("torch.ones", "*size, dtype=None, requires_grad=False", a => Leaf(a, Tensor.Ones(a.Shape("size"), a.DType("dtype", a.Floating)))),
        new("torch.zeros", "*size, dtype=None, requires_grad=False", a => Leaf(a, Tensor.Zeros(a.Shape("size"), a.DType("dtype", a.Floating)))),
        new("torch.full", "size, fill_value, dtype=None", a => Tensor.Full(a.Shape("size"), a.Number("fill_value"), a.DType("dtype", a["fill_value"] is long ? DType.Int64 : a.Floating))),
        new("torch.ones_like", "input, dtype=None", a => Tensor.OnesLike(a.Tensor("input"), a.DType("dtype", a.Tensor("input").DType))),
        new("torch.zeros_like", "input, dtype=None", a => Tensor.ZerosLike(a.Tensor("input"), a.DType("dtype", a.Tensor("input").DType))),
        new("torch.full_like", "input, fill_value, dtype=None", a => Tensor.FullLike(a.Tensor("input"), a.Number("fill_value"), a.DType("dtype", a.Tensor("input").DType))),
        new("torch.eye", "n, m=None, dtype=None", a => Tensor.Eye(a.Int("n"), a.OptionalInt("m"), a.DType("dtype", a.Floating))),
        new("torch.arange", "end, dtype=None", a => Arange(a, 0, a["end"], 1L)),
        new("torch.arange", "start, end, step=1, dtype=None", a => Arange(a, a["start"], a["end"], a["step"])),
        new("torch.linspace", "start, end, steps, dtype=None", a => Tensor.Linspace(a.Number("start"), a.Number("end"), a.Int("steps"), a.DType("dtype", a.Floating))),
        new("torch.tensor", "data, dtype=None, requires_grad=False", a => Leaf(a, FromList(a))),
        new("Tensor.to Tensor.type", "input, dtype", a => a.Tensor("input").To(a.DType("dtype", DType.Float32))),
        new("Tensor.bool", "input", a => a.Tensor("input").To(DType.Bool)),
        new("Tensor.long", "input", a => a.Tensor("input").To(DType.Int64)),
        new("Tensor.double", "input", a => a.Tensor("input").To(DType.Float64)),
        new("Tensor.float", "input", a => a.Tensor("input").To(DType.Float32)),
    ];

    private static Tensor Leaf(Arguments a, Tensor tensor) => a.Flag("requires_grad") ? tensor.WithGrad() : tensor;

    private static Tensor Arange(Arguments a, object? start, object? end, object? step)
    {
        var whole = start is long or int && end is long && step is long;
        return Tensor.Arange(Convert.ToDouble(start), Convert.ToDouble(end), Convert.ToDouble(step), a.DType("dtype", whole ? DType.Int64 : a.Floating));
    }

    private static Tensor FromList(Arguments a)
    {
        var (values, extents) = (new List<double>(), new List<int>());
        var kinds = new HashSet<Type>();
        Flatten(a["data"], 0);
        var dtype = kinds.Contains(typeof(double)) || kinds.Count == 0 ? a.Floating : kinds.Contains(typeof(long)) ? DType.Int64 : DType.Bool;
        return Tensor.From(values.ToArray(), new Shape([.. extents])).To(a.DType("dtype", dtype));

        void Flatten(object? data, int depth)
        {
            if (data is object?[] list)
            {
                if (extents.Count == depth) extents.Add(list.Length);
                foreach (var item in list) Flatten(item, depth + 1);
                return;
            }
            if (data is not (long or double or bool)) throw a.Wrong("data", "numbers in lists");
            kinds.Add(data.GetType());
            values.Add(Convert.ToDouble(data));
        }
    }
}
