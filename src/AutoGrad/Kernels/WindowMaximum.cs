using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>The maximum of each window, and where it is, as a position in the plane the windows slide over.</summary>
/// <remarks>Of equal ones the first in row-major order, of NaNs the last: PyTorch's choice.</remarks>
internal static unsafe class WindowMaximum
{
    // numbers of a chunk: some microseconds
    private const int ChunkSize = 16 * 1024;

    // turned planes lie beside each other in memory of the thread
    private const int MostTurned = 1 << 20;

    public static void Run<T>(PoolWindows[] axes, ReadOnlySpan<T> x, Span<T> values, Span<int> positions) where T : unmanaged, INumber<T>
    {
        var (plane, windows) = Extents(axes);
        if (values.IsEmpty) return;
        var planes = values.Length / windows;
        var each = Math.Max(1, ChunkSize / plane);
        fixed (T* from = x, to = values)
        fixed (int* at = positions)
            if (typeof(T) == typeof(float) && axes.Length <= 2 && !Halves(axes) && plane <= MostTurned)
            {
                var down = axes.Length == 2 ? axes[0] : new PoolWindows(1, [0], [1], 1);
                ForkJoin.Run((planes - 1) / PlaneMaximum.Lanes + 1, new PlaneChunks(down, axes[^1], planes, (float*)from, (float*)to, at));
            }
            else ForkJoin.Run((planes - 1) / each + 1, new Chunks<T>(axes, planes, each, plane, windows, Halves(axes), from, to, at));
    }

    /// <summary>dx = g where a maximum was, and 0 elsewhere; an element that won several windows gets the sum, in the order of the windows.</summary>
    public static void Gradient<T>(PoolWindows[] axes, ReadOnlySpan<T> g, ReadOnlySpan<int> positions, Span<T> dx) where T : unmanaged, INumber<T>
    {
        var (plane, windows) = Extents(axes);
        if (dx.IsEmpty) return;
        var planes = dx.Length / plane;
        var each = Math.Max(1, ChunkSize / plane);
        fixed (T* from = g, to = dx)
        fixed (int* at = positions)
            ForkJoin.Run((planes - 1) / each + 1, new GradientChunks<T>(planes, each, plane, windows, from, at, to));
    }

    private static (int Plane, int Windows) Extents(PoolWindows[] axes)
    {
        var (plane, windows) = (1, 1);
        foreach (var axis in axes) (plane, windows) = (plane * axis.Extent, windows * axis.Windows);
        return (plane, windows);
    }

    /// <summary>Two by two, side by side.</summary>
    private static bool Halves(PoolWindows[] axes)
    {
        if (axes.Length != 2) return false;
        foreach (var axis in axes)
            for (var o = 0; o < axis.Windows; o++)
                if (axis.Step != 1 || axis.First[o] != 2 * o || axis.Count[o] != 2) return false;
        return true;
    }

    private readonly struct Chunks<T>(PoolWindows[] axes, int planes, int each, int plane, int windows, bool halves, T* x, T* values, int* positions) : IChunkedWork
        where T : unmanaged, INumber<T>
    {
        public void Run(int chunk)
        {
            var (first, last) = (chunk * each, Math.Min(planes, (chunk + 1) * each));
            if (halves)
            {
                Quarter(axes[0], axes[1], first, last, x, x + (long)planes * plane, values, positions);
                return;
            }
            Span<int> window = stackalloc int[axes.Length];
            for (var i = first; i < last; i++)
            {
                var at = (long)i * windows;
                new Search<T>(axes, window, new ReadOnlySpan<T>(x + (long)i * plane, plane), new Span<T>(values + at, windows), new Span<int>(positions + at, windows)).Windows(0, 0);
            }
        }
    }

    private readonly struct PlaneChunks(PoolWindows down, PoolWindows across, int planes, float* x, float* values, int* positions) : IChunkedWork
    {
        public void Run(int chunk)
        {
            var first = chunk * PlaneMaximum.Lanes;
            long plane = (long)down.Extent * across.Extent, windows = (long)down.Windows * across.Windows;
            PlaneMaximum.Run(down, across, Math.Min(PlaneMaximum.Lanes, planes - first), x + first * plane, values + first * windows, positions + first * windows);
        }
    }

    private readonly struct GradientChunks<T>(int planes, int each, int plane, int windows, T* g, int* positions, T* dx) : IChunkedWork where T : unmanaged, INumber<T>
    {
        public void Run(int chunk)
        {
            for (var i = chunk * each; i < Math.Min(planes, (chunk + 1) * each); i++)
            {
                var to = dx + (long)i * plane;
                new Span<T>(to, plane).Clear();
                T* from = g + (long)i * windows;
                var at = positions + (long)i * windows;
                for (var o = 0; o < windows; o++) to[at[o]] += from[o];
            }
        }
    }

    /// <summary>Windows of two by two. Sixteen at a time may write behind the end of a row: the next row comes after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Quarter<T>(PoolWindows down, PoolWindows across, int first, int last, T* x, T* end, T* values, int* positions) where T : unmanaged, INumber<T>
    {
        var (rows, columns, width) = (down.Windows, across.Windows, across.Extent);
        var written = values + (long)last * rows * columns;
        values += (long)first * rows * columns;
        positions += (long)first * rows * columns;
        for (var plane = first; plane < last; plane++)
        {
            var corner = x + (long)plane * down.Extent * width;
            for (var row = 0; row < rows; row++, values += columns, positions += columns)
            {
                var (start, o) = (2 * row * width, 0);
                if (typeof(T) == typeof(float) && Avx512F.IsSupported)
                    for (; o < columns && values + o + 16 <= written && corner + start + 2 * o + width + 32 <= end; o += 16)
                        Sixteen((float*)corner, start + 2 * o, width, (float*)values + o, positions + o);
                for (; o < columns; o++)
                {
                    int a = start + 2 * o, b = a + 1, c = a + width, d = c + 1;
                    if (corner[b] > corner[a] || T.IsNaN(corner[b])) a = b;
                    if (corner[c] > corner[a] || T.IsNaN(corner[c])) a = c;
                    if (corner[d] > corner[a] || T.IsNaN(corner[d])) a = d;
                    values[o] = corner[a];
                    positions[o] = a;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sixteen(float* x, int start, int width, float* values, int* positions)
    {
        var even = Vector512<int>.Indices << 1;
        var odd = even | Vector512<int>.One;
        Vector512<float> a = Vector512.Load(x + start), b = Vector512.Load(x + start + 16), c = Vector512.Load(x + start + width), d = Vector512.Load(x + start + width + 16);
        var best = Avx512F.PermuteVar16x32x2(a, even, b);
        var at = even + Vector512.Create(start);
        Take(Avx512F.PermuteVar16x32x2(a, odd, b), at + Vector512<int>.One, ref best, ref at);
        var below = even + Vector512.Create(start + width);
        Take(Avx512F.PermuteVar16x32x2(c, even, d), below, ref best, ref at);
        Take(Avx512F.PermuteVar16x32x2(c, odd, d), below + Vector512<int>.One, ref best, ref at);
        best.Store(values);
        at.Store(positions);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(Vector512<float> x, Vector512<int> where, ref Vector512<float> best, ref Vector512<int> at)
    {
        var larger = Vector512.GreaterThan(x, best) | ~Vector512.Equals(x, x);
        best = Vector512.ConditionalSelect(larger, x, best);
        at = Vector512.ConditionalSelect(larger.AsInt32(), where, at);
    }

    private readonly ref struct Search<T>(PoolWindows[] axes, Span<int> window, ReadOnlySpan<T> plane, Span<T> values, Span<int> positions) where T : unmanaged, INumber<T>
    {
        private readonly Span<int> _window = window;
        private readonly ReadOnlySpan<T> _plane = plane;
        private readonly Span<T> _values = values;
        private readonly Span<int> _positions = positions;

        /// <summary>Every window, axis by axis.</summary>
        public void Windows(int axis, int at)
        {
            for (var o = 0; o < axes[axis].Windows; o++)
            {
                _window[axis] = o;
                var next = at * axes[axis].Windows + o;
                if (axis < axes.Length - 1) Windows(axis + 1, next);
                else _values[next] = _plane[_positions[next] = Best(0, 0, -1)];
            }
        }

        /// <summary>The position of the largest of <paramref name="best"/> and the elements from <paramref name="start"/> on.</summary>
        private int Best(int axis, int start, int best)
        {
            var windows = axes[axis];
            var at = start * windows.Extent + windows.First[_window[axis]];
            for (var i = 0; i < windows.Count[_window[axis]]; i++, at += windows.Step)
                if (axis < axes.Length - 1) best = Best(axis + 1, at, best);
                else if (best < 0 || _plane[at] > _plane[best] || T.IsNaN(_plane[at])) best = at;
            return best;
        }
    }
}
