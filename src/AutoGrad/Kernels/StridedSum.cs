using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Adds elements up where strides say: the transpose of reading by strides that may meet.</summary>
internal static class StridedSum
{
    /// <summary>y[start + i·strides] += x[i] for every index i below <paramref name="extents"/>, in row-major order.</summary>
    public static void Run<T>(ReadOnlySpan<int> extents, ReadOnlySpan<T> x, Span<T> y, int start, ReadOnlySpan<int> strides) where T : INumber<T>
    {
        if (x.IsEmpty) return;
        if (extents.IsEmpty)
        {
            y[start] += x[0];
            return;
        }
        Span<int> at = stackalloc int[extents.Length];
        at.Clear();
        var last = extents.Length - 1;
        var (width, step) = (extents[last], strides[last]);
        for (var from = 0; from < x.Length; from += width)
        {
            for (var i = 0; i < width; i++) y[start + i * step] += x[from + i];
            for (var axis = last - 1; axis >= 0; axis--)
            {
                start += strides[axis];
                if (++at[axis] < extents[axis]) break;
                start -= strides[axis] * extents[axis];
                at[axis] = 0;
            }
        }
    }
}
