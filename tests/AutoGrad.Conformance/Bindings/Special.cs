namespace AutoGrad.Conformance.Bindings;

/// <summary>Special functions, the rarer activations, and arithmetic with conventions of its own.</summary>
internal static class Special
{
    public static IEnumerable<Binding> All =>
    [
        Unary("exp2", x => x.Exp2()),
        Unary("sinc", x => x.Sinc()),
        Unary("deg2rad", x => x.Deg2Rad(), "Deg2Rad Multiply"),
        Unary("rad2deg", x => x.Rad2Deg(), "Rad2Deg Multiply"),
        Unary("erfinv", x => x.Erfinv()),
        Unary("lgamma", x => x.Lgamma()),
        Unary("digamma", x => x.Digamma()),
        new("torch.special.gammaln", "input", a => Operands.Floats(a.Tensor("input"), a.Floating).Lgamma(), "Lgamma"),
        new("torch.special.psi", "input", a => Operands.Floats(a.Tensor("input"), a.Floating).Digamma(), "Digamma"),
        new("torch.polygamma torch.special.polygamma", "n, input", a => a.Tensor("input").Polygamma(a.Int("n"))),
        new("Tensor.polygamma", "input, n", a => a.Tensor("input").Polygamma(a.Int("n"))),
        new("torch.logit torch.special.logit", "input, eps=None", a => a.Tensor("input").Logit(a.OptionalNumber("eps"))),
        new("torch.frac", "input", a => a.Tensor("input").Frac(), "Frac Truncate"),
        new("F.relu6", "input, inplace=False", a => a.Tensor("input").Relu6(), "Relu6 Hardtanh"),
        new("torch.selu F.selu", "input, inplace=False", a => a.Tensor("input").Selu()),
        new("torch.celu F.celu", "input, alpha=1.0, inplace=False", a => a.Tensor("input").Celu(a.Number("alpha"))),
        new("F.hardsigmoid", "input, inplace=False", a => a.Tensor("input").Hardsigmoid()),
        new("F.hardswish", "input, inplace=False", a => a.Tensor("input").Hardswish()),
        new("F.tanhshrink", "input", a => a.Tensor("input").Tanhshrink(), "Tanhshrink Tanh Subtract"),
        new("F.softshrink", "input, lambd=0.5", a => a.Tensor("input").Softshrink(a.Number("lambd"))),
        new("torch.hardshrink F.hardshrink", "input, lambd=0.5", a => a.Tensor("input").Hardshrink(a.Number("lambd")), "Hardshrink Where"),
        new("torch.threshold F.threshold", "input, threshold, value, inplace=False", a => a.Tensor("input").Threshold(a.Number("threshold"), a.Number("value")), "Threshold Where"),
        new("F.glu", "input, dim=-1", a => a.Tensor("input").Glu(a.Int("dim"))),
        new("torch.prelu F.prelu", "input, weight", a => a.Tensor("input").Prelu(a.Tensor("weight"))),
        new("F.softmin", "input, dim, dtype=None", a => a.Tensor("input").Softmin(a.Int("dim")), "Softmin Softmax"),
        new("torch.nan_to_num", "input, nan=0.0, posinf=None, neginf=None", a => a.Tensor("input").NanToNum(a.Number("nan"), a.OptionalNumber("posinf"), a.OptionalNumber("neginf")), "NanToNum"),
        new("torch.fmax", "input, other", a => a.Tensor("input").Fmax(a.Tensor("other"))),
        new("torch.fmin", "input, other", a => a.Tensor("input").Fmin(a.Tensor("other"))),
        new("torch.logaddexp", "input, other", a => a.Tensor("input").LogAddExp(a.Tensor("other"))),
        new("torch.logaddexp2", "input, other", a => a.Tensor("input").LogAddExp2(a.Tensor("other"))),
        new("torch.xlogy torch.special.xlogy", "input, other", a => Combine(a, (x, y) => x.Xlogy(y))),
        new("torch.copysign", "input, other", a => Combine(a, (x, y) => x.CopySign(y), (x, c) => x.CopySign(c))),
        new("torch.fmod", "input, other", a => Combine(a, (x, y) => x.Fmod(y), (x, c) => x.Fmod(c))),
        new("torch.addcmul", "input, tensor1, tensor2, *, value=1", a => a.Tensor("input").Addcmul(a.Tensor("tensor1"), a.Tensor("tensor2"), a.Number("value")), "Addcmul Multiply Add"),
        new("torch.addcdiv", "input, tensor1, tensor2, *, value=1", a => a.Tensor("input").Addcdiv(a.Tensor("tensor1"), a.Tensor("tensor2"), a.Number("value")), "Addcdiv Divide Add"),
    ];

    private static Binding Unary(string name, Func<Tensor, Tensor> apply, string library = "") =>
        new($"torch.{name} torch.special.{name}", "input", a => apply(Operands.Floats(a.Tensor("input"), a.Floating)), library);

    private static Tensor Combine(Arguments a, Func<Tensor, Tensor, Tensor> both, Func<Tensor, double, Tensor>? right = null) =>
        Operands.Combine(a["input"], a["other"], a.Floating, both, right);
}
