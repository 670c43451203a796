namespace AutoGrad.Conformance.Bindings;

/// <summary>Comparisons, logic, and selection by truth values.</summary>
internal static class Comparisons
{
    public static IEnumerable<Binding> All =>
    [
        Compare("eq", "EqualTo", (x, y) => x.EqualTo(y), (x, c) => x.EqualTo(c), (c, x) => x.EqualTo(c)),
        Compare("ne torch.not_equal", "NotEqualTo", (x, y) => x.NotEqualTo(y), (x, c) => x.NotEqualTo(c), (c, x) => x.NotEqualTo(c)),
        Compare("lt torch.less", "Less", (x, y) => x < y, (x, c) => x < c, (c, x) => c < x),
        Compare("le torch.less_equal", "LessOrEqual", (x, y) => x <= y, (x, c) => x <= c, (c, x) => c <= x),
        Compare("gt torch.greater", "Greater", (x, y) => x > y, (x, c) => x > c, (c, x) => c > x),
        Compare("ge torch.greater_equal", "GreaterOrEqual", (x, y) => x >= y, (x, c) => x >= c, (c, x) => c >= x),
        new("torch.isnan", "input", a => a.Tensor("input").IsNaN()),
        new("torch.isinf", "input", a => a.Tensor("input").IsInfinity(), "IsInfinity"),
        new("torch.isfinite", "input", a => a.Tensor("input").IsFinite()),
        new("torch.logical_and torch.bitwise_and", "input, other", a => Truth(a, "input").LogicalAnd(Truth(a, "other"))),
        new("torch.logical_or torch.bitwise_or", "input, other", a => Truth(a, "input").LogicalOr(Truth(a, "other"))),
        new("torch.logical_xor torch.bitwise_xor", "input, other", a => Truth(a, "input").LogicalXor(Truth(a, "other"))),
        new("torch.logical_not torch.bitwise_not", "input", a => Truth(a, "input").LogicalNot()),
        new("torch.where", "condition, input, other", Where),
        new("torch.masked_fill", "input, mask, value", a => a.Tensor("input").MaskedFill(a.Tensor("mask"), a.Number("value")), "MaskedFill Where"),
        new("torch.masked_select", "input, mask", a => a.Tensor("input").MaskedSelect(a.Tensor("mask"))),
    ];

    private static Binding Compare(string names, string library, Func<Tensor, Tensor, Tensor> both, Func<Tensor, double, Tensor> right, Func<double, Tensor, Tensor> left) =>
        new($"torch.{names}", "input, other", a => Operands.Combine(a["input"], a["other"], a.Floating, both, right, left), library);

    private static Tensor Truth(Arguments a, string name) => Operands.As(a.Tensor(name), DType.Bool);

    private static object Where(Arguments a) =>
        Operands.Combine(a["input"], a["other"], a.Floating, (x, y) => Tensor.Where(a.Tensor("condition"), x, y), (x, c) => Tensor.Where(a.Tensor("condition"), x, c), (c, y) => Tensor.Where(a.Tensor("condition"), c, y));
}
