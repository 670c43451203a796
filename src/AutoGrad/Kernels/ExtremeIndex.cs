using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Where the extreme element lies along the middle axis of [outer, n, inner]: the first of several, and NaN before any number.</summary>
internal static class ExtremeIndex
{
    /// <summary>Whether one number replaces the best so far.</summary>
    public interface IBetter<T>
    {
        bool Better(T x, T best);

        /// <summary>The best of a span that <see cref="LineExtreme"/> takes.</summary>
        T Best(ReadOnlySpan<T> x);
    }

    public static void Run<T, TBetter>(ReadOnlySpan<T> x, int n, int inner, Span<long> y, TBetter order)
        where T : unmanaged, INumber<T> where TBetter : struct, IBetter<T>
    {
        if (y.IsEmpty) return;
        var held = ArrayPool<T>.Shared.Rent(inner);
        var best = held.AsSpan(0, inner);
        for (; !y.IsEmpty; x = x[(n * inner)..], y = y[inner..])
        {
            if (inner == 1) y[0] = Line(x[..n], order);
            else Rows(x[..(n * inner)], best, y[..inner], order);
        }
        ArrayPool<T>.Shared.Return(held);
    }

    private static long Line<T, TBetter>(ReadOnlySpan<T> x, TBetter order) where T : unmanaged, INumber<T> where TBetter : struct, IBetter<T>
    {
        if (LineExtreme.Takes<T>(x.Length)) return LineExtreme.IndexOf(x, order.Best(x));
        var at = 0;
        for (var i = 1; i < x.Length; i++)
            if (order.Better(x[i], x[at])) at = i;
        return at;
    }

    private static void Rows<T, TBetter>(ReadOnlySpan<T> x, Span<T> best, Span<long> y, TBetter order)
        where T : unmanaged, INumber<T> where TBetter : struct, IBetter<T>
    {
        x[..best.Length].CopyTo(best);
        y.Clear();
        for (var row = 1; row * best.Length < x.Length; row++)
        {
            var line = x.Slice(row * best.Length, best.Length);
            for (var i = 0; i < line.Length; i++)
                if (order.Better(line[i], best[i])) (best[i], y[i]) = (line[i], row);
        }
    }

    public readonly struct Largest<T> : IBetter<T> where T : unmanaged, INumber<T>
    {
        public bool Better(T x, T best) => x > best || (T.IsNaN(x) && !T.IsNaN(best));

        public T Best(ReadOnlySpan<T> x) => LineExtreme.Run(default(Larger), x);
    }

    public readonly struct Smallest<T> : IBetter<T> where T : unmanaged, INumber<T>
    {
        public bool Better(T x, T best) => x < best || (T.IsNaN(x) && !T.IsNaN(best));

        public T Best(ReadOnlySpan<T> x) => LineExtreme.Run(default(Smaller), x);
    }
}
