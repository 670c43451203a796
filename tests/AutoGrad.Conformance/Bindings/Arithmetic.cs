namespace AutoGrad.Conformance.Bindings;

/// <summary>Arithmetic of two or three operands.</summary>
internal static class Arithmetic
{
    public static IEnumerable<Binding> All =>
    [
        new("torch.add", "input, other, *, alpha=1", a => Sum(a, a.Number("alpha"))),
        new("torch.sub torch.subtract", "input, other, *, alpha=1", a => a.Number("alpha") == 1 ? Binary(a, (x, y) => x - y, (x, c) => x - c, (c, x) => c - x) : Sum(a, -a.Number("alpha")), "Subtract"),
        new("torch.mul torch.multiply", "input, other", a => Binary(a, (x, y) => x * y, (x, c) => x * c, (c, x) => c * x), "Multiply"),
        new("torch.div torch.divide torch.true_divide", "input, other, *, rounding_mode=None", a => Divide(a, a["rounding_mode"]), "Divide"),
        new("torch.floor_divide", "input, other", a => Divide(a, "floor"), "Divide"),
        new("torch.remainder", "input, other", a => Binary(a, (x, y) => x % y, (x, c) => x % c, (c, x) => c % x)),
        new("torch.pow", "input, exponent", a => Power(a, a["input"], a["exponent"])),
        new("torch.pow", "self, exponent", a => Power(a, a["self"], a["exponent"])),
        new("torch.maximum", "input, other", a => a.Tensor("input").Maximum(a.Tensor("other"))),
        new("torch.minimum", "input, other", a => a.Tensor("input").Minimum(a.Tensor("other"))),
        new("torch.atan2", "input, other", a => a.Tensor("input").Atan2(a.Tensor("other"))),
        new("torch.hypot", "input, other", a => a.Tensor("input").Hypot(a.Tensor("other"))),
        new("torch.lerp", "input, end, weight", a => a["weight"] is Tensor w ? a.Tensor("input").Lerp(a.Tensor("end"), w) : a.Tensor("input").Lerp(a.Tensor("end"), a.Number("weight"))),
        new("torch.clamp torch.clip", "input, min=None, max=None", a => Clamp(a.Tensor("input"), a["min"], a["max"]), "Clamp/ClampMin/ClampMax Clamp"),
    ];

    private static Tensor Binary(Arguments a, Func<Tensor, Tensor, Tensor> both, Func<Tensor, double, Tensor>? right = null, Func<double, Tensor, Tensor>? left = null) =>
        Operands.Combine(a["input"], a["other"], a.Floating, both, right, left);

    private static Tensor Sum(Arguments a, double alpha) => alpha == 1
        ? Binary(a, (x, y) => x + y, (x, c) => x + c, (c, x) => c + x)
        : Binary(a, (x, y) => x + y * alpha, (x, c) => x + c * alpha);

    // the library divides floating numbers only
    private static Tensor Divide(Arguments a, object? rounding)
    {
        if (rounding is not null)
        {
            var mode = rounding switch { "floor" => DivisionRounding.Floor, "trunc" => DivisionRounding.Truncate, _ => throw a.Wrong("rounding_mode", "a rounding") };
            return Operands.Combine(a["input"], a["other"], a.Floating, (p, q) => p.Divide(q, mode), (p, c) => p.Divide(c, mode));
        }
        var (x, y) = (a["input"] is Tensor s ? Operands.Floats(s, a.Floating) : a["input"], a["other"] is Tensor t ? Operands.Floats(t, a.Floating) : a["other"]);
        return Operands.Combine(x, y, a.Floating, (p, q) => p / q, (p, c) => p / c, (c, q) => c / q);
    }

    private static Tensor Power(Arguments a, object? x, object? exponent) =>
        Operands.Combine(x, exponent, a.Floating, (b, e) => b.Pow(e), (b, c) => b.DType.IsFloating ? b.Pow(c) : b.To(a.Floating).Pow(c).To(b.DType), Tensor.Pow);

    private static Tensor Clamp(Tensor x, object? min, object? max)
    {
        if (min is Tensor low) (x, min) = (x.ClampMin(low), null);
        if (max is Tensor high) (x, max) = (x.ClampMax(high), null);
        return min is null && max is null ? x : x.Clamp(min is null ? null : Convert.ToDouble(min), max is null ? null : Convert.ToDouble(max));
    }
}
