namespace AutoGrad.Compare.Workloads;

/// <summary>One function of each element, or a sum of all, with nothing recorded.</summary>
internal sealed class Elementwise : Workload
{
    /// <summary>What the functions are called.</summary>
    public static readonly string[] Functions = ["exp", "log", "tanh", "sigmoid", "sin", "cos", "gelu", "relu", "add", "mul", "sum"];

    private readonly Tensor _a, _b;
    private readonly Func<Tensor> _function;
    private readonly int _streams;

    public Elementwise(string function, int size)
    {
        (_a, _b) = (Tensor.Uniform([size], -2, 2), Tensor.Uniform([size], 0.5, 1.5));
        (_function, _streams) = function switch
        {
            "exp" => (() => _a.Exp(), 2),
            "log" => (() => _b.Log(), 2),
            "tanh" => (() => _a.Tanh(), 2),
            "sigmoid" => (() => _a.Sigmoid(), 2),
            "sin" => (() => _a.Sin(), 2),
            "cos" => (() => _a.Cos(), 2),
            "gelu" => (() => _a.Gelu(), 2),
            "relu" => (() => _a.Relu(), 2),
            "add" => (() => _a + _b, 3),
            "mul" => (() => _a * _b, 3),
            "sum" => ((Func<Tensor>)(() => _a.Sum()), 1),
            _ => throw new ArgumentException($"no function is named {function}"),
        };
    }

    public override IEnumerable<Tensor> Start => [_a, _b];

    public override double Bytes => (double)_streams * sizeof(float) * _a.Size;

    public override Tensor Step() => _function();
}
