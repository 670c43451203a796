using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>Copies lines of an image as windows see them: with a step, shifted, zeros outside.</summary>
internal static unsafe class WindowLines
{
    /// <summary>Which of <paramref name="count"/> steps from <paramref name="start"/> on lie inside an extent.</summary>
    public static (int Start, int First, int End) Inside(int extent, int start, int step, int count)
    {
        // a division would cost as much as a line
        if (step == 1)
        {
            var begin = (int)Math.Clamp(-(long)start, 0, count);
            return (start, begin, (int)Math.Clamp((long)extent - start, begin, count));
        }
        var first = start >= 0 ? 0 : (int)Math.Min(count, (-(long)start + step - 1) / step);
        var end = (int)Math.Max(first, Math.Min(count, ((long)extent - start + step - 1) / step));
        return (start, first, end);
    }

    /// <summary>Lines of <paramref name="count"/> numbers, one after the other; those before <paramref name="firstLine"/> and from <paramref name="endLine"/> on are zeros.</summary>
    /// <param name="from">Where the source's line for line 0 would begin.</param>
    /// <param name="stride">From one line of the source to the next.</param>
    /// <param name="lines">How many.</param>
    /// <param name="firstLine">The first that lies inside.</param>
    /// <param name="endLine">The first that does not any more.</param>
    /// <param name="axis">The axis along a line.</param>
    /// <param name="start">Where on it a line begins.</param>
    /// <param name="count">Numbers of a line.</param>
    /// <param name="to">Where to write.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(T* from, long stride, int lines, int firstLine, int endLine, WindowAxis axis, int start, int count, T* to) where T : unmanaged
    {
        var (_, first, end) = Inside(axis.Source, start, axis.Step, count);
        if (first == end) (firstLine, endLine) = (lines, lines);
        if (firstLine == lines || first > 0 || end < count)
        {
            // zeros in one go: those beside a line are too few to be written one by one
            Clear(to, (long)lines * count);
            if (firstLine == lines) return;
        }
        else
        {
            Clear(to, (long)firstLine * count);
            Clear(to + (long)endLine * count, (lines - endLine) * (long)count);
        }
        from += firstLine * stride + start + (long)first * axis.Step;
        to += (long)firstLine * count + first;
        if (Avx512F.IsSupported && sizeof(T) == 4 && axis.Step <= 2) Wide((int*)from, stride, endLine - firstLine, axis.Step, end - first, (int*)to, count);
        else Narrow(from, stride, endLine - firstLine, axis.Step, end - first, to, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<T>(T* from, long stride, int lines, int step, int inside, T* to, int count) where T : unmanaged
    {
        for (; lines > 0; lines--, from += stride, to += count)
            if (step == 1) new ReadOnlySpan<T>(from, inside).CopyTo(new Span<T>(to, inside));
            else
                for (var o = 0L; o < inside; o++) to[o] = from[o * step];
    }

    /// <summary>Every number, or every other one, 16 at a time; masked lanes are neither read nor written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide(int* from, long stride, int lines, int step, int inside, int* to, int count)
    {
        const int Lanes = 16;
        var whole = (inside - 1) / Lanes * Lanes;
        var rest = inside - whole;
        var even = Vector512<int>.Indices * 2;
        var store = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(rest));
        var low = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create((rest - 1) * step + 1));
        var high = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create((rest - 1) * step + 1 - Lanes));
        for (; lines > 0; lines--, from += stride, to += count)
        {
            var o = 0;
            if (step == 1)
            {
                for (; o < whole; o += Lanes) Vector512.Load(from + o).Store(to + o);
                Avx512F.MaskStore(to + o, store, Avx512F.MaskLoad(from + o, low, Vector512<int>.Zero));
                continue;
            }
            for (; o < whole; o += Lanes) Avx512F.PermuteVar16x32x2(Vector512.Load(from + 2L * o), even, Vector512.Load(from + 2L * o + Lanes)).Store(to + o);
            var pairs = Avx512F.PermuteVar16x32x2(Avx512F.MaskLoad(from + 2L * o, low, Vector512<int>.Zero), even, Avx512F.MaskLoad(from + 2L * o + Lanes, high, Vector512<int>.Zero));
            Avx512F.MaskStore(to + o, store, pairs);
        }
    }

    private static void Clear<T>(T* to, long count) where T : unmanaged
    {
        if (count > 0) Unsafe.InitBlockUnaligned(to, 0, checked((uint)(count * sizeof(T))));
    }
}
