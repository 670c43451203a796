using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Logarithms, by x = 2ᵉ m with m in √½..√2, and ln m from f = m − 1 by a polynomial, or for double from s = f/(2 + f), since ln m = 2 (s + s³/3 + s⁵/5 + ...).</summary>
/// <remarks>With f = m − 1 exact, 2s = f − f²/2 + s f²/2: the correction to f stays small, so that f keeps all its digits (as in FreeBSD's msun, e_log.c).</remarks>
internal static class Logarithm
{
    private const double PerLog2 = 1.4426950408889634074, SmallestSingle = 1.17549435082228750797e-38, SmallestDouble = 2.2250738585072014e-308;

    /// <summary>ln x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x) where V : struct, ILanes<V>
    {
        var e = NormalExponent(x, out var m);
        var y = Sum(m - V.Constant(1), e);
        var usual = (x >= Lanes.Pick<V>(SmallestSingle, SmallestDouble)) & (x < V.Constant(double.PositiveInfinity));
        return V.Any(~usual) ? Rare(x, y, usual) : y;
    }

    // subnormal, 0, negative, infinite or NaN; the other lanes keep their bits
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V Rare<V>(V x, V y, V usual) where V : struct, ILanes<V>
    {
        var e = Exponent(x, out var m);
        return V.Select(usual, y, Edges(x, Sum(m - V.Constant(1), e)));
    }

    /// <summary>log₂ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log2<V>(V x) where V : struct, ILanes<V>
    {
        var e = Exponent(x, out var m);
        var y = Near(m - V.Constant(1), V.Constant(0));
        return Edges(x, V.Fma(y, V.Constant(PerLog2), V.Fma(y, Lanes.Pick<V>(1.925963033500011079e-8, 2.0355273740931033e-17), e)));
    }

    /// <summary>log₁₀ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log10<V>(V x) where V : struct, ILanes<V>
    {
        var e = Exponent(x, out var m);
        var y = Near(m - V.Constant(1), V.Constant(0));
        var low = V.Fma(e, Lanes.Pick<V>(-1.4320988839244819e-8, -2.8037281277851704e-18), y * Lanes.Pick<V>(-1.0103049952192578e-8, 1.0983196502167651e-17));
        return Edges(x, V.Fma(e, V.Constant(0.30102999566398119521), V.Fma(y, V.Constant(0.43429448190325182765), low)));
    }

    /// <summary>ln(1 + x), with all digits near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p<V>(V x) where V : struct, ILanes<V>
    {
        var one = V.Constant(1);
        var u = one + x;
        var back = u - one;
        var lost = one - (u - back) + (x - back);      // of the sum, exactly
        var e = NormalExponent(u, out var m);
        var y = Sum(m - one + lost * Lanes.PowerOfTwo(V.Greatest(V.Constant(-100), -e)), e);
        return Lanes.CopySign(Edges(u, V.Select(V.Equal(u, V.Constant(double.PositiveInfinity)), u, y)), x);
    }

    /// <summary>ln of 1 + f times 2ᵉ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Sum<V>(V f, V e) where V : struct, ILanes<V> =>
        V.Fma(e, V.Constant(0.69314718055994530942), Near(f, e * Lanes.Pick<V>(-1.9046542121259335545e-9, 2.3190468138462995584e-17)));

    /// <summary>ln(1 + f) + rest, where rest is small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Near<V>(V f, V rest) where V : struct, ILanes<V>
    {
        var half = f * f * V.Constant(0.5);
        if (V.IsSingle)
        {
            // ln(1 + f) = f − f²/2 + f³ p(f): as many steps as a division takes time, and nothing waits
            var near = V.Constant(-0.062015001190183343).Then(f, 0.10530864738938345).Then(f, -0.10646191638199634).Then(f, 0.1103778335905502).Then(f, -0.12450743320911726)
                .Then(f, 0.14286524547786642).Then(f, -0.16668001523071928).Then(f, 0.20000010039684972).Then(f, -0.24999990275042185).Then(f, 0.33333333281199244);
            return f - (half - V.Fma(f * f, f * near, rest));
        }
        var s = f / (V.Constant(2) + f);
        var z = s * s;
        var p = V.Constant(0.1463003136412286).Then(z, 0.15330617306743305).Then(z, 0.18182922513515942).Then(z, 0.22222210674238515)
            .Then(z, 0.28571428628810996).Then(z, 0.39999999999893222).Then(z, 0.66666666666666699);
        return f - (half - V.Fma(s, V.Fma(z, p, half), rest));
    }

    /// <summary>e as a number, and m as bits, of a positive x that may be subnormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exponent<V>(V x, out V m) where V : struct, ILanes<V>
    {
        var small = x < Lanes.Pick<V>(SmallestSingle, SmallestDouble);
        x = V.Select(small, x * Lanes.Pick<V>(16777216, 18014398509481984), x);
        return NormalExponent(x, out m) - (small & Lanes.Pick<V>(24, 54));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V NormalExponent<V>(V x, out V m) where V : struct, ILanes<V>
    {
        var bits = V.IsSingle ? 23 : 52;
        var e = V.ShiftRight(V.SubtractBits(x, V.Bits(0x3F3504F3, 0x3FE6A09E667F3BCD)), bits);
        m = V.SubtractBits(x, V.ShiftLeft(e, bits));
        return V.AddBits(e, Lanes.Rounder<V>()) - Lanes.Rounder<V>();      // from whole to floating
    }

    /// <summary>−∞ at 0, NaN below, and x itself at ∞ and NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Edges<V>(V x, V y) where V : struct, ILanes<V>
    {
        var zero = V.Constant(0);
        var edge = V.Select(V.Equal(x, zero), V.Constant(double.NegativeInfinity), V.Select(x < zero, V.Constant(double.NaN), x));
        return V.Select((x > zero) & (x < V.Constant(double.PositiveInfinity)), y, edge);
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
