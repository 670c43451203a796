using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>eˣ and its relatives, by eˣ = 2ᵏ (1 + q): k is whole, q = eʳ − 1, and r = x − k ln 2 is at most ½ ln 2 in size.</summary>
/// <remarks>The polynomials interpolate at Chebyshev points; their first two terms are those of the power series.</remarks>
internal static class Exponential
{
    private const double PerLog2 = 1.4426950408889634074, Log2 = 0.69314718055994530942;

    /// <summary>eˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x) where V : struct, ILanes<V>
    {
        if (!V.ScalesFar) x = Bounded(x);
        var k = Whole(x);
        return V.Scale(Full(Tame(Remainder(x, k))), k);
    }

    /// <summary>eˣ of floats −20..20, with ln 2 in one part: two or three digits of the last bit less, for where the result only corrects a larger number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Rough<V>(V x) where V : struct, ILanes<V>
    {
        var k = Whole(x);
        return V.Scale(Full(V.Fma(k, V.Constant(-Log2), x)), k);
    }

    /// <summary>e⁻ʳ, and k, where x = k ln 2 + r; of what is out of range, something finite and a k that says so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V OfNegative<V>(V x, out V k) where V : struct, ILanes<V>
    {
        if (!V.ScalesFar) x = Bounded(x);
        k = Whole(x);
        return Full(-Tame(Remainder(x, k)));
    }

    /// <summary>eˣ⁺ˡ times a factor, and eˣ⁺ˡ alone, for x within the range and an l far smaller than it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpOfSum<V>(V x, V low, V factor, out V exp) where V : struct, ILanes<V>
    {
        var k = Whole(x);
        var q = Near(Remainder(x, k) + low);
        exp = V.Scale(V.Constant(1) + q, k);
        return V.Scale(V.Fma(factor, q, factor), k);
    }

    /// <summary>eˣ⁺ˡ for an l far smaller than x, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpOfParts<V>(V x, V low) where V : struct, ILanes<V>
    {
        x = Bounded(x);
        var k = Whole(x);
        return V.Scale(Full(Remainder(x, k) + low), k);
    }

    /// <summary>e^(−c x²) times a factor, and e^(−c x²) alone, for c = 1 or ½ and an x of at most 10 / √c: the exponent is formed in two parts, whose rounding would cost some digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Bell<V>(V x, double c, V factor, out V bell) where V : struct, ILanes<V>
    {
        var square = x * x;
        var rest = V.Fma(-x, x, square);
        var y = square * V.Constant(-c);
        var k = Whole(y);
        var near = Near(V.Fma(rest, V.Constant(c), Remainder(y, k)));
        bell = V.Scale(V.Constant(1) + near, k);
        return V.Scale(V.Fma(factor, near, factor), k);
    }

    /// <summary>½ eˣ, which overflows later than eˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V HalfExp<V>(V x) where V : struct, ILanes<V>
    {
        if (!V.ScalesFar) x = Bounded(x);
        var k = Whole(x);
        return V.Scale(Full(Tame(Remainder(x, k))), k - V.Constant(1));
    }

    /// <summary>2ˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp2<V>(V x) where V : struct, ILanes<V>
    {
        x = V.Least(Lanes.Pick<V>(130, 1030), V.Greatest(Lanes.Pick<V>(-152, -1080), x));
        var k = x + Lanes.Rounder<V>() - Lanes.Rounder<V>();
        return V.Scale(Full((x - k) * V.Constant(Log2)), k);
    }

    /// <summary>eˣ − 1, with all digits near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1<V>(V x) where V : struct, ILanes<V> => Minus(x, V.Constant(0), V.Constant(1));

    /// <summary>½ (eˣ − 1), which overflows later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V HalfExpm1<V>(V x) where V : struct, ILanes<V> => Minus(x, V.Constant(1), V.Constant(0.5));

    /// <summary>e⁻ˣ − 1 and e⁻ˣ for x ≥ 0; the latter stays above 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V NegativeExpm1<V>(V x, out V exp) where V : struct, ILanes<V>
    {
        x = V.Greatest(V.Constant(-40), -x);
        var k = Whole(x);
        var power = Lanes.PowerOfTwo(k);
        var q = Near(Remainder(x, k));
        exp = V.Fma(power, q, power);
        return V.Fma(power, q, power - V.Constant(1));
    }

    /// <summary>eʳ − 1 for r of at most ½ ln 2 in size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Near<V>(V r) where V : struct, ILanes<V> => V.Fma(r * r, Curve(r), r);

    /// <summary>eʳ for r of at most ½ ln 2 in size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Full<V>(V r) where V : struct, ILanes<V> => Curve(r).Then(r, 1).Then(r, 1);

    // where k is out of range Scale gives 0 or ∞: the polynomial only has to stay finite, and above 0
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tame<V>(V r) where V : struct, ILanes<V> => V.ScalesFar ? V.Confined(r, V.Constant(1)) : r;

    /// <summary>(eʳ − 1 − r) / r².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Curve<V>(V r) where V : struct, ILanes<V>
    {
        var p = V.IsSingle
            ? V.Constant(0.0013919313890315204).Then(r, 0.0083576805860686539).Then(r, 0.041666620059985321).Then(r, 0.16666629368628028)
            : V.Constant(2.5096419841721359e-8).Then(r, 2.7614931875440475e-7).Then(r, 2.7557278492467267e-6).Then(r, 2.4801534341237886e-5)
                .Then(r, 0.00019841269855134627).Then(r, 0.0013888888906916629).Then(r, 0.0083333333333320592).Then(r, 0.041666666666650099).Then(r, 0.16666666666666667);
        return p.Then(r, 0.5);
    }

    /// <summary>2⁻ˢ eˣ − one, where one is 2⁻ˢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Minus<V>(V x, V shift, V one) where V : struct, ILanes<V>
    {
        var bounded = V.Greatest(V.Constant(-40), V.Least(Lanes.Pick<V>(90, 711), x));
        var k = Whole(bounded);
        var q = Near(Remainder(bounded, k));
        var power = Lanes.PowerOfTwo(V.Least(k, V.Constant(100)) - shift);
        var near = V.Fma(power, q, power - one);
        // far out the 1 does not count, and 2ᵏ alone may overflow
        return Lanes.CopySign(V.Select(k > V.Constant(64), V.Scale(V.Constant(1) + q, k - shift), near), x);
    }

    /// <summary>x, or the number from which on the result is 0 or infinite all the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bounded<V>(V x) where V : struct, ILanes<V> =>
        V.Least(Lanes.Pick<V>(90, 711), V.Greatest(Lanes.Pick<V>(-105, -746), x));

    /// <summary>x / ln 2, rounded to a whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Whole<V>(V x) where V : struct, ILanes<V> =>
        V.Fma(x, V.Constant(PerLog2), Lanes.Rounder<V>()) - Lanes.Rounder<V>();

    /// <summary>x − k ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Remainder<V>(V x, V k) where V : struct, ILanes<V> =>
        V.Fma(k, Lanes.Pick<V>(1.9046542121259335545e-9, -2.3190468138462995584e-17), V.Fma(k, V.Constant(-Log2), x));
}

/// <inheritdoc cref="Exponential.Exp"/>
internal readonly struct ExpOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Exponential.Exp(x);
}

/// <inheritdoc cref="Exponential.Exp2"/>
internal readonly struct Exp2Operator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Exponential.Exp2(x);
}

/// <inheritdoc cref="Exponential.Expm1"/>
internal readonly struct Expm1Operator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Exponential.Expm1(x);
}
