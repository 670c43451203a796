using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>What happens between an element of the whole and the element of the part that an index ties to it.</summary>
internal interface IIndexedMove<T>
{
    static abstract void Apply(ref T whole, ref T part);

    /// <summary>The same for whole rows.</summary>
    static abstract void Apply(Span<T> whole, Span<T> part);
}

/// <summary>part = whole.</summary>
internal readonly struct ReadIndexed<T> : IIndexedMove<T>
{
    public static void Apply(ref T whole, ref T part) => part = whole;

    public static void Apply(Span<T> whole, Span<T> part) => whole.CopyTo(part);
}

/// <summary>whole += part.</summary>
internal readonly struct AddIndexed<T> : IIndexedMove<T> where T : INumber<T>
{
    public static void Apply(ref T whole, ref T part) => whole += part;

    public static void Apply(Span<T> whole, Span<T> part) => TensorPrimitives.Add(whole, part, whole);
}

/// <summary>Walks over what indices select, in row-major order of the indices: repeated ones meet in the same order on every run.</summary>
internal static class Indexing
{
    /// <summary>Rows of one axis: whole[o, positions[k], i] with part[o, k, i].</summary>
    public static void Rows<T, TMove>(int outer, int extent, int inner, ReadOnlySpan<int> positions, Span<T> whole, Span<T> part)
        where T : unmanaged where TMove : IIndexedMove<T>
    {
        for (var o = 0; o < outer; o++)
            for (var k = 0; k < positions.Length; k++)
            {
                var a = whole.Slice((o * extent + positions[k]) * inner, inner);
                var b = part.Slice((o * positions.Length + k) * inner, inner);
                if (inner == 1) TMove.Apply(ref a[0], ref b[0]);
                else TMove.Apply(a, b);
            }
    }

    /// <summary>One index an element: whole[i₀, ..., positions[i], ..., iₙ] with part[i], for every i of the part.</summary>
    /// <param name="axis">The axis the positions are for.</param>
    /// <param name="wholeExtents">Extents of the whole.</param>
    /// <param name="partExtents">Extents of the part and of the positions; as many axes, none longer except <paramref name="axis"/>.</param>
    /// <param name="positions">Checked indices.</param>
    /// <param name="whole">What is indexed.</param>
    /// <param name="part">What belongs to the indices.</param>
    public static void Elements<T, TMove>(int axis, ReadOnlySpan<int> wholeExtents, ReadOnlySpan<int> partExtents, ReadOnlySpan<int> positions, Span<T> whole, Span<T> part)
        where T : unmanaged where TMove : IIndexedMove<T>
    {
        if (part.IsEmpty) return;
        ReadOnlySpan<int> strides = StridedCopy.RowMajor(wholeExtents);
        Span<int> at = stackalloc int[partExtents.Length];
        at.Clear();
        var last = partExtents.Length - 1;
        var (width, along, step) = (partExtents[last], strides[axis], axis == last ? 0 : 1);
        for (var (start, from) = (0, 0); start < part.Length; start += width)
        {
            for (var i = 0; i < width; i++) TMove.Apply(ref whole[from + positions[start + i] * along + i * step], ref part[start + i]);
            for (var a = last - 1; a >= 0; a--)
            {
                var stride = a == axis ? 0 : strides[a];
                from += stride;
                if (++at[a] < partExtents[a]) break;
                from -= stride * partExtents[a];
                at[a] = 0;
            }
        }
    }
}
