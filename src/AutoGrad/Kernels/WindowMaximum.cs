using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>Where the maximum of each window is, as a position in the plane the windows slide over.</summary>
/// <remarks>Of equal ones the first in row-major order, of NaNs the last: PyTorch's choice.</remarks>
internal static unsafe class WindowMaximum
{
    // numbers of a chunk: some microseconds
    private const int ChunkSize = 16 * 1024;

    public static void Run<T>(PoolWindows[] axes, ReadOnlySpan<T> x, Span<long> y) where T : unmanaged, INumber<T>
    {
        var (plane, windows) = (1, 1);
        foreach (var axis in axes) (plane, windows) = (plane * axis.Extent, windows * axis.Windows);
        if (y.IsEmpty || windows == 0) return;
        var planes = y.Length / windows;
        var each = Math.Max(1, ChunkSize / plane);
        fixed (T* from = x)
        fixed (long* to = y)
            ForkJoin.Run((planes - 1) / each + 1, new Chunks<T>(axes, planes, each, plane, windows, Halves(axes), from, to));
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

    private readonly struct Chunks<T>(PoolWindows[] axes, int planes, int each, int plane, int windows, bool halves, T* x, long* y) : IChunkedWork where T : unmanaged, INumber<T>
    {
        public void Run(int chunk)
        {
            Span<int> window = stackalloc int[axes.Length];
            for (var i = chunk * each; i < Math.Min(planes, (chunk + 1) * each); i++)
            {
                if (halves) Quarter(axes[1].Extent, axes[0].Windows, axes[1].Windows, x + (long)i * plane, y + (long)i * windows);
                else new Search<T>(axes, window, new ReadOnlySpan<T>(x + (long)i * plane, plane), new Span<long>(y + (long)i * windows, windows)).Windows(0, 0);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Quarter<T>(int width, int rows, int columns, T* x, long* y) where T : unmanaged, INumber<T>
    {
        for (var row = 0; row < rows; row++, y += columns)
        {
            var (start, o) = (2 * row * width, 0);
            if (typeof(T) == typeof(float) && Avx512F.IsSupported)
                for (; o + 16 <= columns; o += 16) Sixteen((float*)x, start + 2 * o, width, y + o);
            for (; o < columns; o++)
            {
                int a = start + 2 * o, b = a + 1, c = a + width, d = c + 1;
                if (x[b] > x[a] || T.IsNaN(x[b])) a = b;
                if (x[c] > x[a] || T.IsNaN(x[c])) a = c;
                if (x[d] > x[a] || T.IsNaN(x[d])) a = d;
                y[o] = a;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sixteen(float* x, int start, int width, long* y)
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
        var (low, high) = Vector512.Widen(at);
        low.Store(y);
        high.Store(y + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(Vector512<float> x, Vector512<int> where, ref Vector512<float> best, ref Vector512<int> at)
    {
        var larger = Vector512.GreaterThan(x, best) | ~Vector512.Equals(x, x);
        best = Vector512.ConditionalSelect(larger, x, best);
        at = Vector512.ConditionalSelect(larger.AsInt32(), where, at);
    }

    private readonly ref struct Search<T>(PoolWindows[] axes, Span<int> window, ReadOnlySpan<T> plane, Span<long> positions) where T : unmanaged, INumber<T>
    {
        private readonly Span<int> _window = window;
        private readonly ReadOnlySpan<T> _plane = plane;
        private readonly Span<long> _positions = positions;

        /// <summary>Every window, axis by axis.</summary>
        public void Windows(int axis, int at)
        {
            for (var o = 0; o < axes[axis].Windows; o++)
            {
                _window[axis] = o;
                var next = at * axes[axis].Windows + o;
                if (axis == axes.Length - 1) _positions[next] = Best(0, 0, -1);
                else Windows(axis + 1, next);
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
