using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad.Kernels;

/// <summary>Sums over short lines. The order depends on the length alone, not on where in memory the line lies.</summary>
internal static class LineSums
{
    /// <summary>Σ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Sum<T>(ReadOnlySpan<T> x) where T : unmanaged, INumber<T>
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        Vector<T> a = default, b = default, c = default, d = default;
        int i = 0, lanes = Vector<T>.Count;
        for (; i <= x.Length - 4 * lanes; i += 4 * lanes)
        {
            a += Vector.LoadUnsafe(ref from, (nuint)i);
            b += Vector.LoadUnsafe(ref from, (nuint)(i + lanes));
            c += Vector.LoadUnsafe(ref from, (nuint)(i + 2 * lanes));
            d += Vector.LoadUnsafe(ref from, (nuint)(i + 3 * lanes));
        }
        for (; i <= x.Length - lanes; i += lanes) a += Vector.LoadUnsafe(ref from, (nuint)i);
        var sum = Vector.Sum(a + b + (c + d));
        for (; i < x.Length; i++) sum += x[i];
        return sum;
    }

    /// <summary>Σ x y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y) where T : unmanaged, INumber<T>
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y[..x.Length]);
        Vector<T> a = default, b = default, c = default, d = default;
        int i = 0, lanes = Vector<T>.Count;
        for (; i <= x.Length - 4 * lanes; i += 4 * lanes)
        {
            a += Vector.LoadUnsafe(ref first, (nuint)i) * Vector.LoadUnsafe(ref second, (nuint)i);
            b += Vector.LoadUnsafe(ref first, (nuint)(i + lanes)) * Vector.LoadUnsafe(ref second, (nuint)(i + lanes));
            c += Vector.LoadUnsafe(ref first, (nuint)(i + 2 * lanes)) * Vector.LoadUnsafe(ref second, (nuint)(i + 2 * lanes));
            d += Vector.LoadUnsafe(ref first, (nuint)(i + 3 * lanes)) * Vector.LoadUnsafe(ref second, (nuint)(i + 3 * lanes));
        }
        for (; i <= x.Length - lanes; i += lanes) a += Vector.LoadUnsafe(ref first, (nuint)i) * Vector.LoadUnsafe(ref second, (nuint)i);
        var sum = Vector.Sum(a + b + (c + d));
        for (; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }
}
