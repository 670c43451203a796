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
}
