using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Sums of shifted rows of a plane, in vectors of <typeparamref name="V"/>.</summary>
internal static unsafe class DepthwiseRows<T, V> where T : unmanaged, IFloatingPointIeee754<T> where V : struct, ILanes<V>
{
    /// <summary>Copies a plane into a wider one, rows and columns some steps apart; what is between is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Place(T* from, int height, int width, T* to, int pitch, int down, int across)
    {
        var n = V.Count;
        for (var row = 0; row < height; row++, from += width, to += (long)down * pitch)
        {
            var i = 0;
            if (across == 1)
                for (; i <= width - n; i += n) Store(to + i, Load(from + i));
            for (; i < width; i++) to[(long)i * across] = from[i];
        }
    }

    /// <summary>Numbers that <see cref="Sum"/> needs room for.</summary>
    public static int Room(int columns, int across) => Rows * Padded(columns, across);

    private const int Rows = 4;

    private static int Padded(int columns, int across) => ((columns - 1) * across + V.Count) / V.Count * V.Count;

    /// <summary>y[i, j] = start + Σ weights[s, t]·x[i·down + s, j·across + t].</summary>
    /// <param name="x">The plane; a vector behind its last row is read, with any content.</param>
    /// <param name="pitch">From one of its rows to the next.</param>
    /// <param name="height">Rows of the weights.</param>
    /// <param name="width">Their columns.</param>
    /// <param name="weights">The weights, a vector each.</param>
    /// <param name="start">What sums start from.</param>
    /// <param name="y">The result.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="down">In x, from one of its rows to the next.</param>
    /// <param name="across">The same for columns.</param>
    /// <param name="room">As much as <see cref="Room"/> says.</param>
    public static void Sum(T* x, int pitch, int height, int width, T* weights, T start, T* y, int rows, int columns, int down, int across, T* room)
    {
        var padded = Padded(columns, across);
        var summand = V.Constant(double.CreateTruncating(start));
        for (var row = 0; row < rows; row += Rows)
        {
            // what is beyond the last is the last again
            int r1 = Math.Min(row + 1, rows - 1), r2 = Math.Min(row + 2, rows - 1), r3 = Math.Min(row + 3, rows - 1);
            var step = (long)down * pitch;
            Four(x + row * step, x + r1 * step, x + r2 * step, x + r3 * step, pitch, height, width, weights, summand, padded, room);
            for (var r = row; r < Math.Min(row + Rows, rows); r++) Pick(room + (r - row) * padded, columns, across, y + (long)r * columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Four(T* x0, T* x1, T* x2, T* x3, nint pitch, int height, int width, T* factors, V start, nint count, T* to)
    {
        nint n = V.Count;
        for (nint i = 0; i < count; i += n)
        {
            V a = start, b = start, c = start, d = start;
            var (f, at) = ((nint)0, i);
            for (var s = 0; s < height; s++, at += pitch)
                for (nint t = 0; t < width; t++, f += n)
                {
                    var factor = Load(factors + f);
                    a = V.Fma(Load(x0 + at + t), factor, a);
                    b = V.Fma(Load(x1 + at + t), factor, b);
                    c = V.Fma(Load(x2 + at + t), factor, c);
                    d = V.Fma(Load(x3 + at + t), factor, d);
                }
            Store(to + i, a);
            Store(to + count + i, b);
            Store(to + 2 * count + i, c);
            Store(to + 3 * count + i, d);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pick(T* from, int count, int step, T* to)
    {
        if (step == 1) new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(to, count));
        else
            for (var i = 0; i < count; i++) to[i] = from[(long)i * step];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load(T* x) => Unsafe.ReadUnaligned<V>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* x, V value) => Unsafe.WriteUnaligned(x, value);
}
