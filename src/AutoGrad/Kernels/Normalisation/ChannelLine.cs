using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>What the normalisation of channels does with some lines of numbers, a stride apart, in vectors of <typeparamref name="V"/>.</summary>
/// <remarks>Sums are made in four vectors, and these added up in double precision.</remarks>
internal static unsafe class ChannelLine<T, V> where T : unmanaged, IFloatingPointIeee754<T> where V : struct, ILanes<V>
{
    /// <summary>Σ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(T* x, nint stride, int lines, int count)
    {
        V a = V.Constant(0), b = a, c = a, d = a;
        var (n, rest) = (V.Count, 0.0);
        for (; lines > 0; lines--, x += stride)
        {
            var i = 0;
            for (; i <= count - 4 * n; i += 4 * n)
            {
                a += Load(x + i);
                b += Load(x + i + n);
                c += Load(x + i + 2 * n);
                d += Load(x + i + 3 * n);
            }
            for (; i <= count - n; i += n) a += Load(x + i);
            for (; i < count; i++) rest += double.CreateTruncating(x[i]);
        }
        return Across((a + b) + (c + d)) + rest;
    }

    /// <summary>Σ (x − mean)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Squares(T* x, nint stride, int lines, int count, T mean)
    {
        V a = V.Constant(0), b = a, c = a, d = a, middle = V.Constant(double.CreateTruncating(mean));
        var (n, rest) = (V.Count, 0.0);
        for (; lines > 0; lines--, x += stride)
        {
            var i = 0;
            for (; i <= count - 4 * n; i += 4 * n)
            {
                V p = Load(x + i) - middle, q = Load(x + i + n) - middle, r = Load(x + i + 2 * n) - middle, s = Load(x + i + 3 * n) - middle;
                a = V.Fma(p, p, a);
                b = V.Fma(q, q, b);
                c = V.Fma(r, r, c);
                d = V.Fma(s, s, d);
            }
            for (; i <= count - n; i += n)
            {
                var p = Load(x + i) - middle;
                a = V.Fma(p, p, a);
            }
            for (; i < count; i++) rest += double.CreateTruncating((x[i] - mean) * (x[i] - mean));
        }
        return Across((a + b) + (c + d)) + rest;
    }

    /// <summary>Σ g and Σ g (x − mean).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Products(T* g, T* x, nint stride, int lines, int count, T mean, out double sum, out double product)
    {
        V a = V.Constant(0), b = a, c = a, d = a, middle = V.Constant(double.CreateTruncating(mean));
        var (n, restSum, restProduct) = (V.Count, 0.0, 0.0);
        for (; lines > 0; lines--, g += stride, x += stride)
        {
            var i = 0;
            for (; i <= count - 2 * n; i += 2 * n)
            {
                V p = Load(g + i), q = Load(g + i + n);
                a += p;
                b += q;
                c = V.Fma(p, Load(x + i) - middle, c);
                d = V.Fma(q, Load(x + i + n) - middle, d);
            }
            for (; i <= count - n; i += n)
            {
                var p = Load(g + i);
                a += p;
                c = V.Fma(p, Load(x + i) - middle, c);
            }
            for (; i < count; i++)
            {
                restSum += double.CreateTruncating(g[i]);
                restProduct += double.CreateTruncating(g[i] * (x[i] - mean));
            }
        }
        (sum, product) = (Across(a + b) + restSum, Across(c + d) + restProduct);
    }

    /// <summary>y = (x − mean) factor + summand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalise(T* x, nint stride, int lines, int count, T mean, T factor, T summand, T* y)
    {
        V middle = V.Constant(double.CreateTruncating(mean)), f = V.Constant(double.CreateTruncating(factor)), s = V.Constant(double.CreateTruncating(summand));
        var n = V.Count;
        for (; lines > 0; lines--, x += stride, y += stride)
        {
            var i = 0;
            for (; i <= count - n; i += n) Store(y + i, V.Fma(Load(x + i) - middle, f, s));
            for (; i < count; i++) y[i] = T.FusedMultiplyAdd(x[i] - mean, factor, summand);
        }
    }

    /// <summary>dx = (g − sum − (x − mean) product) factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pull(T* g, T* x, nint stride, int lines, int count, T mean, T sum, T product, T factor, T* dx)
    {
        V middle = V.Constant(double.CreateTruncating(mean)), s = V.Constant(double.CreateTruncating(sum)), p = V.Constant(-double.CreateTruncating(product)), f = V.Constant(double.CreateTruncating(factor));
        var n = V.Count;
        for (; lines > 0; lines--, g += stride, x += stride, dx += stride)
        {
            var i = 0;
            for (; i <= count - n; i += n) Store(dx + i, V.Fma(Load(x + i) - middle, p, Load(g + i) - s) * f);
            for (; i < count; i++) dx[i] = T.FusedMultiplyAdd(x[i] - mean, -product, g[i] - sum) * factor;
        }
    }

    // the address of a vector is taken here: in the loops it would leave its register
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Across(V all)
    {
        var lanes = stackalloc T[V.Count];
        Unsafe.WriteUnaligned(lanes, all);
        var sum = 0.0;
        for (var i = 0; i < V.Count; i++) sum += double.CreateTruncating(lanes[i]);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load(T* x) => Unsafe.ReadUnaligned<V>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* x, V value) => Unsafe.WriteUnaligned(x, value);
}
