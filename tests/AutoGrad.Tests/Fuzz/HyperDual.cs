namespace AutoGrad.Tests.Fuzz;

/// <summary>A number with its first derivatives along two directions, and its second along both: v + aε₁ + bε₂ + cε₁ε₂ with ε₁² = ε₂² = 0.</summary>
public readonly record struct HyperDual(double V, double A = 0, double B = 0, double C = 0)
{
    public static implicit operator HyperDual(double v) => new(v);

    public static HyperDual operator +(HyperDual x, HyperDual y) => new(x.V + y.V, x.A + y.A, x.B + y.B, x.C + y.C);

    public static HyperDual operator -(HyperDual x, HyperDual y) => new(x.V - y.V, x.A - y.A, x.B - y.B, x.C - y.C);

    public static HyperDual operator -(HyperDual x) => new(-x.V, -x.A, -x.B, -x.C);

    public static HyperDual operator *(HyperDual x, HyperDual y) => new(x.V * y.V, x.A * y.V + x.V * y.A, x.B * y.V + x.V * y.B, x.C * y.V + x.A * y.B + x.B * y.A + x.V * y.C);

    public static HyperDual operator /(HyperDual x, HyperDual y) => x * y.Chain(1 / y.V, -1 / (y.V * y.V), 2 / (y.V * y.V * y.V));

    /// <summary>f(x), from f, f′ and f″ at the value.</summary>
    public HyperDual Chain(double f, double f1, double f2) => new(f, f1 * A, f1 * B, f1 * C + f2 * A * B);

    public static HyperDual Exp(HyperDual x) => Math.Exp(x.V) is var e ? x.Chain(e, e, e) : default;

    public static HyperDual Log(HyperDual x) => x.Chain(Math.Log(x.V), 1 / x.V, -1 / (x.V * x.V));

    public static HyperDual Sqrt(HyperDual x) => Math.Sqrt(x.V) is var r ? x.Chain(r, 0.5 / r, -0.25 / (r * x.V)) : default;

    public static HyperDual Sin(HyperDual x) => x.Chain(Math.Sin(x.V), Math.Cos(x.V), -Math.Sin(x.V));

    public static HyperDual Cos(HyperDual x) => x.Chain(Math.Cos(x.V), -Math.Sin(x.V), -Math.Cos(x.V));

    public static HyperDual Atan(HyperDual x) => 1 + x.V * x.V is var q ? x.Chain(Math.Atan(x.V), 1 / q, -2 * x.V / (q * q)) : default;

    public static HyperDual Asin(HyperDual x) => 1 - x.V * x.V is var q ? x.Chain(Math.Asin(x.V), 1 / Math.Sqrt(q), x.V / Math.Pow(q, 1.5)) : default;

    public static HyperDual Tanh(HyperDual x) => Math.Tanh(x.V) is var t ? x.Chain(t, 1 - t * t, -2 * t * (1 - t * t)) : default;

    public static HyperDual Pow(HyperDual x, double p) => x.Chain(Math.Pow(x.V, p), p * Math.Pow(x.V, p - 1), p * (p - 1) * Math.Pow(x.V, p - 2));

    public static HyperDual Erf(HyperDual x)
    {
        var slope = 2 / Math.Sqrt(Math.PI) * Math.Exp(-x.V * x.V);
        return x.Chain(OpTable.MathRows.Erfc(0) - OpTable.MathRows.Erfc(x.V), slope, -2 * x.V * slope);
    }

    public static HyperDual Abs(HyperDual x) => x.V < 0 ? -x : x;

    public static HyperDual Max(HyperDual x, HyperDual y) => x.V >= y.V ? x : y;

    public static HyperDual Min(HyperDual x, HyperDual y) => x.V <= y.V ? x : y;

    public static HyperDual Sigmoid(HyperDual x) => 1 / (1 + Exp(-x));
}
