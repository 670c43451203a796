using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>eˣ − 1 and ln(1 + x) without the digits that the plain formulas lose near 0.</summary>
/// <remarks>
/// The rounding error of 1 + x, or of eˣ, is divided out again with the inverse function, after W. Kahan; see N. J. Higham,
/// Accuracy and Stability of Numerical Algorithms, 2nd edition, section 1.14.1.
/// </remarks>
internal static class NearZero
{
    /// <summary>eˣ − 1.</summary>
    public static T Expm1<T>(T x) where T : IFloatingPointIeee754<T>
    {
        var e = T.Exp(x);
        if (!(T.Abs(x) < T.CreateTruncating(0.5))) return e - T.One;
        return e == T.One ? x : (e - T.One) * x / T.Log(e);
    }

    /// <summary>ln(1 + x).</summary>
    public static T Log1p<T>(T x) where T : IFloatingPointIeee754<T>
    {
        var u = T.One + x;
        if (!(T.Abs(x) < T.CreateTruncating(0.5))) return T.Log(u);
        return u == T.One ? x : T.Log(u) * x / (u - T.One);
    }
}
