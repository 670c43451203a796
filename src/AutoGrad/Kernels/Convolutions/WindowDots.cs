using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>The sums of a convolution's weight gradient where filters are few: with windows as lanes, none is empty.</summary>
internal static unsafe class WindowDots<T, V> where T : unmanaged, IFloatingPointIeee754<T> where V : struct, ILanes<V>
{
    private const int Filters = 3, Rows = 4;

    /// <summary>sums[f, r] += Σ rows[r]·y[f], a vector each.</summary>
    /// <param name="rows">Where each row of patches begins.</param>
    /// <param name="count">How many.</param>
    /// <param name="y">The results of the first filter.</param>
    /// <param name="stride">From one filter to the next.</param>
    /// <param name="filters">How many.</param>
    /// <param name="windows">Numbers of a row.</param>
    /// <param name="sums">One vector for each pair.</param>
    public static void Add(nint* rows, int count, T* y, long stride, int filters, int windows, T* sums)
    {
        var (n, whole) = (V.Count, windows / V.Count * V.Count);
        for (var r = 0; r < count; r += Rows)
        {
            // what is beyond the last is the last again, which changes nothing
            int r1 = Math.Min(r + 1, count - 1), r2 = Math.Min(r + 2, count - 1), r3 = Math.Min(r + 3, count - 1);
            for (var f = 0; f < filters; f += Filters)
            {
                int f1 = Math.Min(f + 1, filters - 1), f2 = Math.Min(f + 2, filters - 1);
                T* s0 = sums + (long)f * count * n, s1 = sums + (long)f1 * count * n, s2 = sums + (long)f2 * count * n;
                if (filters == 1) Four((T*)rows[r], (T*)rows[r1], (T*)rows[r2], (T*)rows[r3], y, whole, s0 + r * n, s0 + r1 * n, s0 + r2 * n, s0 + r3 * n);
                else Twelve((T*)rows[r], (T*)rows[r1], (T*)rows[r2], (T*)rows[r3], y + f * stride, y + f1 * stride, y + f2 * stride, whole, s0 + r * n, s1 + r * n, s2 + r * n, (r1 - r) * n, (r2 - r) * n, (r3 - r) * n);
            }
        }
        if (whole == windows) return;
        for (var f = 0; f < filters; f++)
            for (var r = 0; r < count; r++)
                for (var i = whole; i < windows; i++) sums[((long)f * count + r) * n] += ((T*)rows[r])[i] * y[f * stride + i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Twelve(T* x0, T* x1, T* x2, T* x3, T* y0, T* y1, T* y2, int windows, T* s0, T* s1, T* s2, nint o1, nint o2, nint o3)
    {
        V a0 = Load(s0), a1 = Load(s0 + o1), a2 = Load(s0 + o2), a3 = Load(s0 + o3);
        V b0 = Load(s1), b1 = Load(s1 + o1), b2 = Load(s1 + o2), b3 = Load(s1 + o3);
        V c0 = Load(s2), c1 = Load(s2 + o1), c2 = Load(s2 + o2), c3 = Load(s2 + o3);
        nint n = V.Count;
        for (nint i = 0; i < windows; i += n)
        {
            V p = Load(y0 + i), q = Load(y1 + i), r = Load(y2 + i), x = Load(x0 + i);
            a0 = V.Fma(x, p, a0);
            b0 = V.Fma(x, q, b0);
            c0 = V.Fma(x, r, c0);
            x = Load(x1 + i);
            a1 = V.Fma(x, p, a1);
            b1 = V.Fma(x, q, b1);
            c1 = V.Fma(x, r, c1);
            x = Load(x2 + i);
            a2 = V.Fma(x, p, a2);
            b2 = V.Fma(x, q, b2);
            c2 = V.Fma(x, r, c2);
            x = Load(x3 + i);
            a3 = V.Fma(x, p, a3);
            b3 = V.Fma(x, q, b3);
            c3 = V.Fma(x, r, c3);
        }
        Store(s0, a0);
        Store(s0 + o1, a1);
        Store(s0 + o2, a2);
        Store(s0 + o3, a3);
        Store(s1, b0);
        Store(s1 + o1, b1);
        Store(s1 + o2, b2);
        Store(s1 + o3, b3);
        Store(s2, c0);
        Store(s2 + o1, c1);
        Store(s2 + o2, c2);
        Store(s2 + o3, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Four(T* x0, T* x1, T* x2, T* x3, T* y, int windows, T* s0, T* s1, T* s2, T* s3)
    {
        V a = Load(s0), b = Load(s1), c = Load(s2), d = Load(s3);
        nint n = V.Count;
        for (nint i = 0; i < windows; i += n)
        {
            var p = Load(y + i);
            a = V.Fma(Load(x0 + i), p, a);
            b = V.Fma(Load(x1 + i), p, b);
            c = V.Fma(Load(x2 + i), p, c);
            d = V.Fma(Load(x3 + i), p, d);
        }
        Store(s0, a);
        Store(s1, b);
        Store(s2, c);
        Store(s3, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load(T* x) => Unsafe.ReadUnaligned<V>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* x, V value) => Unsafe.WriteUnaligned(x, value);
}
