using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The logistic function and its relatives, by e^(−|x|), which never overflows.</summary>
internal static class Logistic
{
    /// <summary>σ(x) = 1 / (1 + e⁻ˣ), over spans.</summary>
    public static void Sigmoid<T>(ReadOnlySpan<T> x, Span<T> y) where T : IFloatingPointIeee754<T>
    {
        TensorPrimitives.Abs(x, y);
        TensorPrimitives.Negate(y, y);
        TensorPrimitives.Exp(y, y);
        for (var i = 0; i < y.Length; i++) y[i] = (x[i] < T.Zero ? y[i] : T.One) / (T.One + y[i]);
    }

    /// <summary>σ(x) = 1 / (1 + e⁻ˣ).</summary>
    public static T Sigmoid<T>(T x) where T : IFloatingPointIeee754<T>
    {
        var e = T.Exp(-T.Abs(x));
        return (x < T.Zero ? e : T.One) / (T.One + e);
    }

    /// <summary>ln(1 + eˣ).</summary>
    public static T Softplus<T>(T x) where T : IFloatingPointIeee754<T> => T.Max(x, T.Zero) + NearZero.Log1p(T.Exp(-T.Abs(x)));

    /// <summary>ln σ(x).</summary>
    public static T LogSigmoid<T>(T x) where T : IFloatingPointIeee754<T> => T.Min(x, T.Zero) - NearZero.Log1p(T.Exp(-T.Abs(x)));

    /// <summary>x times the opening of its gate, 0..1; a closed gate wins over an infinite x.</summary>
    public static T Gate<T>(T x, T opening) where T : IFloatingPointIeee754<T> => T.IsZero(opening) ? T.CopySign(T.Zero, x) : x * opening;

    /// <summary>tanh ln(1 + eˣ), the opening of Mish's gate.</summary>
    public static T TanhSoftplus<T>(T x) where T : IFloatingPointIeee754<T>
    {
        var e = T.Exp(T.Min(x, T.CreateTruncating(20)));     // 1 from there on, in float64 too
        var n = e * (e + T.CreateTruncating(2));
        return n / (n + T.CreateTruncating(2));
    }
}
