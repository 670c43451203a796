using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>Writes windows' results to the places of the target that they stand for.</summary>
internal static unsafe class WindowScatter
{
    /// <summary>True when windows follow one another in the target as they do along the axes.</summary>
    public static bool IsDense(ReadOnlySpan<WindowAxis> axes)
    {
        foreach (var axis in axes)
            if (axis.Gap != 1) return false;
        return true;
    }

    /// <summary>Rows of windows along the first axis, from one on.</summary>
    public static void Run<T>(ReadOnlySpan<WindowAxis> axes, ReadOnlySpan<int> target, int row, int rows, T* from, T* to) where T : unmanaged
    {
        var axis = axes[0];
        if (axes.Length == 1)
        {
            to += axis.First + (long)row * axis.Gap;
            Line(from, rows, to, axis.Gap);
            return;
        }
        var (windows, size) = (1, 1);
        for (var a = 1; a < axes.Length; a++) (windows, size) = (windows * axes[a].Count, size * target[a]);
        for (var o = row; o < row + rows; o++, from += windows)
            Run(axes[1..], target[1..], 0, axes[1].Count, from, to + (axis.First + (long)o * axis.Gap) * size);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Line<T>(T* from, int count, T* to, int gap) where T : unmanaged
    {
        var o = 0;
        if (gap == 2 && sizeof(T) == 4 && Avx512F.IsSupported)
        {
            // each number twice, of which every other lane is written
            var every = Vector512.Equals(Vector512<int>.Indices & Vector512<int>.One, Vector512<int>.Zero);
            Vector512<int> low = Vector512<int>.Indices >>> 1, high = low + Vector512.Create(8);
            for (; o + 16 <= count; o += 16)
            {
                var x = Vector512.Load((int*)from + o);
                Avx512F.MaskStore((int*)to + 2L * o, every, Avx512F.PermuteVar16x32(x, low));
                Avx512F.MaskStore((int*)to + 2L * o + 16, every, Avx512F.PermuteVar16x32(x, high));
            }
        }
        for (; o < count; o++) to[(long)o * gap] = from[o];
    }
}
