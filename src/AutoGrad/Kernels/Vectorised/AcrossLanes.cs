using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>From the numbers of one register to a single number; the order depends on the register's width alone.</summary>
internal static class AcrossLanes
{
    /// <summary>The sum of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T, V>(V x) where T : unmanaged where V : struct
    {
        if (Unsafe.SizeOf<V>() == Vector512<byte>.Count) return Vector512.Sum(Unsafe.BitCast<V, Vector512<T>>(x));
        if (Unsafe.SizeOf<V>() == Vector256<byte>.Count) return Vector256.Sum(Unsafe.BitCast<V, Vector256<T>>(x));
        return Vector128.Sum(Unsafe.BitCast<V, Vector128<T>>(x));
    }

    /// <summary>The largest lane; anything if one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Largest<T, V>(V x) where T : unmanaged, IComparisonOperators<T, T, bool> where V : struct
    {
        if (Unsafe.SizeOf<V>() == Vector512<byte>.Count)
        {
            var wide = Unsafe.BitCast<V, Vector512<T>>(x);
            return Largest(Vector256.MaxNative(wide.GetLower(), wide.GetUpper()));
        }
        if (Unsafe.SizeOf<V>() == Vector256<byte>.Count) return Largest(Unsafe.BitCast<V, Vector256<T>>(x));
        return Largest(Unsafe.BitCast<V, Vector128<T>>(x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Largest<T>(Vector256<T> x) where T : unmanaged, IComparisonOperators<T, T, bool> => Largest(Vector128.MaxNative(x.GetLower(), x.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Largest<T>(Vector128<T> x) where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        var largest = Larger(x.GetElement(0), x.GetElement(1));
        return Vector128<T>.Count == 2 ? largest : Larger(largest, Larger(x.GetElement(2), x.GetElement(3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Larger<T>(T x, T y) where T : IComparisonOperators<T, T, bool> => x > y ? x : y;
}
