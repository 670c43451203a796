using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The logistic function and its relatives, by e^(−|x|), which never overflows.</summary>
internal static class Logistic
{
    /// <summary>σ(x) = 1 / (1 + e⁻ˣ).</summary>
    public static T Sigmoid<T>(T x) where T : IFloatingPointIeee754<T>
    {
        var e = T.Exp(-T.Abs(x));
        return (x < T.Zero ? e : T.One) / (T.One + e);
    }

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
