using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>What every width of lanes can do, from what each of them has.</summary>
internal static class Lanes
{
    /// <summary>The constant for float lanes or the one for double lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pick<V>(double single, double @double) where V : struct, ILanes<V> => V.Constant(V.IsSingle ? single : @double);

    /// <summary>One step of Horner's rule: p x + c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Then<V>(this V p, V x, double c) where V : struct, ILanes<V> => V.Horner(p, x, c);

    /// <summary>Added to a number below a quarter of it, it leaves the nearest whole number, halves to even, in the last bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Rounder<V>() where V : struct, ILanes<V> => Pick<V>(12582912, 6755399441055744);

    /// <summary>2ᵏ for whole k in the range of normal numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PowerOfTwo<V>(V k) where V : struct, ILanes<V> =>
        V.IsSingle ? V.ShiftLeft(k + V.Constant(12582912.0 + 127), 23) : V.ShiftLeft(k + V.Constant(6755399441055744.0 + 1023), 52);

    /// <summary>x 2ᵏ where one power of two could overflow or underflow: the first of two is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaleInTwo<V>(V x, V k) where V : struct, ILanes<V>
    {
        var half = k * V.Constant(0.5) + Rounder<V>() - Rounder<V>();
        return x * PowerOfTwo(half) * PowerOfTwo(k - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SignBit<V>() where V : struct, ILanes<V> => V.Bits(0x8000_0000, 0x8000_0000_0000_0000);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Abs<V>(V x) where V : struct, ILanes<V> => x & ~SignBit<V>();

    /// <summary>The size of x with the sign of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V CopySign<V>(V x, V y) where V : struct, ILanes<V> => V.Select(SignBit<V>(), y, x);

    /// <inheritdoc cref="ILanes{V}.Mantissa"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V MantissaOfBits<V>(V x, out V e) where V : struct, ILanes<V>
    {
        var bits = V.IsSingle ? 23 : 52;
        var (zero, infinity) = (V.Constant(0), V.Constant(double.PositiveInfinity));
        var small = x < Pick<V>(1.17549435082228750797e-38, 2.2250738585072014e-308);
        var normal = V.Select(small, x * Pick<V>(16777216, 18014398509481984), x);
        var whole = V.ShiftRight(V.SubtractBits(normal, V.Bits(0x3F400000, 0x3FE8000000000000)), bits);
        var m = V.SubtractBits(normal, V.ShiftLeft(whole, bits));
        whole = V.AddBits(whole, Rounder<V>()) - Rounder<V>();      // from whole to floating
        e = V.Select(V.Equal(x, zero), -infinity, V.Select(V.Equal(x, infinity), infinity, whole - (small & Pick<V>(24, 54))));
        return V.Select(x >= zero, m, V.Constant(double.NaN));
    }
}
