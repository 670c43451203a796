namespace AutoGrad.Conformance.Bindings;

/// <summary>Functions of one tensor, element by element.</summary>
internal static class Pointwise
{
    public static IEnumerable<Binding> All =>
    [
        new("torch.neg torch.negative", "input", a => -a.Tensor("input"), "Negate"),
        new("torch.abs torch.absolute", "input", a => a.Tensor("input").Abs()),
        Unary("exp", x => x.Exp()),
        Unary("expm1", x => x.Expm1()),
        Unary("log", x => x.Log()),
        Unary("log2", x => x.Log2()),
        Unary("log10", x => x.Log10()),
        Unary("log1p", x => x.Log1p()),
        Unary("sqrt", x => x.Sqrt()),
        Unary("rsqrt", x => x.Rsqrt()),
        Unary("reciprocal", x => x.Reciprocal()),
        Unary("sin", x => x.Sin()),
        Unary("cos", x => x.Cos()),
        Unary("tan", x => x.Tan()),
        Unary("asin", x => x.Asin()),
        Unary("acos", x => x.Acos()),
        Unary("atan", x => x.Atan()),
        Unary("sinh", x => x.Sinh()),
        Unary("cosh", x => x.Cosh()),
        Unary("asinh", x => x.Asinh()),
        Unary("acosh", x => x.Acosh()),
        Unary("atanh", x => x.Atanh()),
        Unary("erf", x => x.Erf()),
        Unary("erfc", x => x.Erfc()),
        new("torch.square", "input", a => a.Tensor("input").Square()),
        new("torch.sign", "input", a => a.Tensor("input").Sign()),
        new("torch.floor", "input", a => a.Tensor("input").Floor()),
        new("torch.ceil", "input", a => a.Tensor("input").Ceiling(), "Ceiling"),
        new("torch.round", "input", a => a.Tensor("input").Round()),
        new("torch.trunc torch.fix", "input", a => a.Tensor("input").Truncate(), "Truncate"),
        new("torch.tanh F.tanh", "input", a => Operands.Floats(a.Tensor("input"), a.Floating).Tanh()),
        new("torch.sigmoid F.sigmoid torch.special.expit", "input", a => Operands.Floats(a.Tensor("input"), a.Floating).Sigmoid()),
        new("torch.relu F.relu", "input, inplace=False", a => a.Tensor("input").Relu()),
        new("F.leaky_relu", "input, negative_slope=0.01, inplace=False", a => a.Tensor("input").LeakyRelu(a.Number("negative_slope"))),
        new("F.elu", "input, alpha=1.0, inplace=False", a => a.Tensor("input").Elu(a.Number("alpha"))),
        new("F.gelu", "input, approximate='none'", a => a.Tensor("input").Gelu(a.Text("approximate") == "tanh" ? GeluApproximation.Tanh : GeluApproximation.None)),
        new("F.silu", "input, inplace=False", a => a.Tensor("input").Silu()),
        new("F.mish", "input, inplace=False", a => a.Tensor("input").Mish()),
        new("F.hardtanh", "input, min_val=-1.0, max_val=1.0, inplace=False", a => a.Tensor("input").Hardtanh(a.Number("min_val"), a.Number("max_val"))),
        new("F.softsign", "input", a => a.Tensor("input").Softsign()),
        new("F.softplus", "input, beta=1, threshold=20", a => a.Tensor("input").Softplus(a.Number("beta"), a.Number("threshold"))),
        new("F.logsigmoid", "input", a => a.Tensor("input").LogSigmoid()),
        new("torch.softmax F.softmax", "input, dim, dtype=None", a => Converted(a).Softmax(a.Int("dim"))),
        new("torch.log_softmax F.log_softmax", "input, dim, dtype=None", a => Converted(a).LogSoftmax(a.Int("dim"))),
    ];

    /// <summary>A function of floating numbers; torch converts integers.</summary>
    private static Binding Unary(string name, Func<Tensor, Tensor> apply) =>
        new($"torch.{name} torch.special.{name}", "input", a => apply(Operands.Floats(a.Tensor("input"), a.Floating)));

    private static Tensor Converted(Arguments a) => Operands.As(a.Tensor("input"), a.DType("dtype", a.Tensor("input").DType));
}
