namespace AutoGrad.Conformance.Bindings;

/// <summary>Sorting and what rests on it, running products and extremes, and the rarer reductions.</summary>
internal static class Ordering
{
    public static IEnumerable<Binding> All =>
    [
        new("torch.sort", "input, dim=-1, descending=False, stable=False", a => Pair(a.Tensor("input").Sort(a.Int("dim"), a.Flag("descending")))),
        new("torch.argsort", "input, dim=-1, descending=False, stable=False", a => a.Tensor("input").Argsort(a.Int("dim"), a.Flag("descending"))),
        new("torch.topk", "input, k, dim=-1, largest=True, sorted=True", a => Pair(a.Tensor("input").TopK(a.Int("k"), a.Int("dim"), a.Flag("largest")))),
        new("torch.kthvalue", "input, k, dim=-1, keepdim=False", a => Pair(a.Tensor("input").KthValue(a.Int("k"), a.Int("dim"), a.Flag("keepdim")))),
        new("torch.median", "input", a => a.Tensor("input").Median()),
        new("torch.median", "input, dim, keepdim=False", a => Pair(a.Tensor("input").MedianWithIndices(a.Int("dim"), a.Flag("keepdim"))), "MedianWithIndices Median"),
        new("torch.quantile", "input, q, dim=None, keepdim=False, *, interpolation='linear'", Quantile),
        new("torch.unique", "input, sorted=True, return_inverse=False, return_counts=False", Unique),
        new("torch.searchsorted", "sorted_sequence, values, *, right=False", a => Places(a, right: a.Flag("right"))),
        new("torch.searchsorted", "sorted_sequence, values, *, side", a => Places(a, right: a.Text("side") == "right")),
        new("torch.bucketize", "input, boundaries, *, right=False", a => a.Tensor("input").Bucketize(a.Tensor("boundaries"), a.Flag("right"))),
        new("torch.bincount", "input, weights=None, minlength=0", a => a.OptionalTensor("weights") is { } w ? a.Tensor("input").Bincount(w, a.Int("minlength")) : a.Tensor("input").Bincount(a.Int("minlength"))),
        new("torch.cumprod", "input, dim, *, dtype=None", a => Operands.Countable(a.Tensor("input")).Cumprod(a.Int("dim"))),
        new("torch.cummax", "input, dim", a => Pair(a.Tensor("input").Cummax(a.Int("dim")))),
        new("torch.cummin", "input, dim", a => Pair(a.Tensor("input").Cummin(a.Int("dim")))),
        new("torch.logcumsumexp", "input, dim", a => a.Tensor("input").LogCumsumExp(a.Int("dim"))),
        new("torch.diff", "input, n=1, dim=-1, prepend=None, append=None", a => a.Tensor("input").Diff(a.Int("n"), a.Int("dim"), a.OptionalTensor("prepend"), a.OptionalTensor("append"))),
        new("torch.trapezoid torch.trapz", "y, x=None, *, dx=1, dim=-1", a => a.OptionalTensor("x") is { } x ? a.Tensor("y").Trapezoid(x, a.Int("dim")) : a.Tensor("y").Trapezoid(a.Number("dx"), a.Int("dim"))),
        new("torch.nansum", "input, dim=None, keepdim=False", a => a.Tensor("input").NanSum(a.Ints("dim"), a.Flag("keepdim")), "NanSum"),
        new("torch.nanmean", "input, dim=None, keepdim=False", a => a.Tensor("input").NanMean(a.Ints("dim"), a.Flag("keepdim")), "NanMean"),
        new("torch.var_mean", "input, dim=None, unbiased=True, keepdim=False", a => Both(a.Tensor("input").VarMean(a.Ints("dim"), a.Flag("unbiased") ? 1 : 0, a.Flag("keepdim"))), "VarMean Var Mean"),
        new("torch.std_mean", "input, dim=None, unbiased=True, keepdim=False", a => Both(a.Tensor("input").StdMean(a.Ints("dim"), a.Flag("unbiased") ? 1 : 0, a.Flag("keepdim"))), "StdMean Std Mean"),
        new("torch.aminmax", "input, *, dim=None, keepdim=False", a => Both(a.Tensor("input").Aminmax(a.Ints("dim"), a.Flag("keepdim"))), "Aminmax Min Max"),
        new("torch.linalg.vector_norm", "x, ord=2, dim=None, keepdim=False", a => a.Tensor("x").VectorNorm(a.Number("ord"), a.Ints("dim"), a.Flag("keepdim")), "VectorNorm Norm"),
        new("torch.norm", "input, p='fro', dim=None, keepdim=False", a => a.Tensor("input").VectorNorm(a["p"] is string ? 2 : a.Number("p"), a.Ints("dim"), a.Flag("keepdim")), "VectorNorm Norm"),
        new("torch.linalg.matrix_norm", "A, ord='fro', dim=[-2, -1], keepdim=False", a => AutoGrad.LinearAlgebra.MatrixNorm(a.Tensor("A"), Order(a), a.Ints("dim")[0], a.Ints("dim")[1], a.Flag("keepdim")), "MatrixNorm Norm"),
    ];

    private static MatrixNormOrder Order(Arguments a) => a["ord"] is "fro" ? MatrixNormOrder.Frobenius : a["ord"] is "nuc" ? MatrixNormOrder.Nuclear : a.Number("ord") switch
    {
        1 => MatrixNormOrder.One,
        -1 => MatrixNormOrder.MinusOne,
        2 => MatrixNormOrder.Two,
        -2 => MatrixNormOrder.MinusTwo,
        double.PositiveInfinity => MatrixNormOrder.Infinity,
        double.NegativeInfinity => MatrixNormOrder.MinusInfinity,
        _ => throw a.Wrong("ord", "a norm"),
    };

    private static object?[] Pair((Tensor Values, Tensor Indices) both) => Arguments.Results(both.Values, both.Indices);

    private static object?[] Both((Tensor First, Tensor Second) both) => Arguments.Results(both.First, both.Second);

    private static Tensor Places(Arguments a, bool right) => a["values"] is Tensor values
        ? a.Tensor("sorted_sequence").SearchSorted(values, right)
        : a.Tensor("sorted_sequence").SearchSorted(Tensor.Full([], a.Number("values"), a.Tensor("sorted_sequence").DType), right);

    private static object? Quantile(Arguments a)
    {
        var mode = Enum.Parse<QuantileInterpolation>(a.Text("interpolation"), ignoreCase: true);
        var (x, axis) = (a.Has("dim") ? a.Tensor("input") : a.Tensor("input").Flatten(), a.OptionalInt("dim") ?? 0);
        return a["q"] is Tensor { Rank: 1 } several ? x.Quantile(several, axis, a.Flag("keepdim"), mode) : x.Quantile(a.Number("q"), axis, a.Flag("keepdim"), mode);
    }

    private static object? Unique(Arguments a)
    {
        var (values, inverse, counts) = a.Tensor("input").Unique();
        var results = new List<object?> { values };
        if (a.Flag("return_inverse")) results.Add(inverse);
        if (a.Flag("return_counts")) results.Add(counts);
        return results.Count == 1 ? values : results.ToArray();
    }
}
