using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Logarithms, by x = 2ᵉ m with m in ¾..1½, and ln m from f = m − 1 by a polynomial, or for double from s = f/(2 + f), since ln m = 2 (s + s³/3 + s⁵/5 + ...).</summary>
/// <remarks>With f = m − 1 exact, 2s = f − f²/2 + s f²/2: the correction to f stays small, so that f keeps all its digits (as in FreeBSD's msun, e_log.c).</remarks>
internal static class Logarithm
{
    private const double PerLog2 = 1.4426950408889634074;

    /// <summary>ln x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x) where V : struct, ILanes<V>
    {
        var m = V.Mantissa(x, out var e);
        return Sum(m - V.Constant(1), e);
    }

    /// <summary>log₂ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log2<V>(V x) where V : struct, ILanes<V>
    {
        var y = Near(V.Mantissa(x, out var e) - V.Constant(1), V.Constant(0));
        return V.Fma(y, V.Constant(PerLog2), V.Fma(y, Lanes.Pick<V>(1.925963033500011079e-8, 2.0355273740931033e-17), e));
    }

    /// <summary>log₁₀ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log10<V>(V x) where V : struct, ILanes<V>
    {
        // log₁₀ 2 in two parts above 0: an infinite e meets no infinity of the other sign
        var y = Near(V.Mantissa(x, out var e) - V.Constant(1), V.Constant(0));
        var low = V.Fma(e, Lanes.Pick<V>(1.5481333490135613895e-8, 5.2707423103472656682e-17), y * Lanes.Pick<V>(-1.0103049952192578e-8, 1.0983196502167651e-17));
        return V.Fma(e, Lanes.Pick<V>(0.3010299801826477, 0.30102999566398114), V.Fma(y, V.Constant(0.43429448190325182765), low));
    }

    /// <summary>ln(1 + x), with all digits near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p<V>(V x) where V : struct, ILanes<V>
    {
        var one = V.Constant(1);
        var u = one + x;
        var back = u - one;
        var lost = one - (u - back) + (x - back);      // of the sum, exactly
        var m = V.Mantissa(u, out var e);
        var y = Sum(m - one + lost * Lanes.PowerOfTwo(V.Greatest(V.Constant(-100), -e)), e);
        return Lanes.CopySign(V.Select(V.Equal(u, V.Constant(double.PositiveInfinity)), u, y), x);
    }

    /// <summary>ln of 1 + f times 2ᵉ. Both parts of ln 2 are above 0: an infinite e makes one infinity of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Sum<V>(V f, V e) where V : struct, ILanes<V> =>
        V.Fma(e, V.Constant(0.69314718055994530942), Near(f, e * V.Constant(2.3190468138462995584e-17)));

    /// <summary>ln(1 + f) for f in −¼..½, plus a rest that only counts beside a double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Near<V>(V f, V rest) where V : struct, ILanes<V>
    {
        if (V.IsSingle)
        {
            var near = V.Constant(-0.047382424844081227).Then(f, 0.10625629206036313).Then(f, -0.13122876906238734).Then(f, 0.14438456749865944)
                .Then(f, -0.16647644092244285).Then(f, 0.19993592507542542).Then(f, -0.25000153882264687).Then(f, 0.33333395449384995).Then(f, -0.49999999796244257);
            return V.Fma(f * f, near, f);
        }
        var half = f * f * V.Constant(0.5);
        var s = f / (V.Constant(2) + f);
        var z = s * s;
        var p = V.Constant(0.13609030262858499).Then(z, 0.13209708242059463).Then(z, 0.15388867805613717).Then(z, 0.18181737626302937).Then(z, 0.22222223048351588)
            .Then(z, 0.28571428567275935).Then(z, 0.40000000000007941).Then(z, 0.66666666666666664);
        return f - (half - V.Fma(s, V.Fma(z, p, half), rest));
    }
}

/// <inheritdoc cref="Logarithm.Log"/>
internal readonly struct LogOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Logarithm.Log(x);
}

/// <inheritdoc cref="Logarithm.Log2"/>
internal readonly struct Log2Operator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Logarithm.Log2(x);
}

/// <inheritdoc cref="Logarithm.Log10"/>
internal readonly struct Log10Operator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Logarithm.Log10(x);
}

/// <inheritdoc cref="Logarithm.Log1p"/>
internal readonly struct Log1pOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Logarithm.Log1p(x);
}
