using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>What happens between an element of the whole and the element of the part that an index ties to it.</summary>
internal interface IIndexedMove<T>
{
    static abstract void Apply(ref T whole, ref T part);

    /// <summary>An element of the whole may change, so that only one thread may come to it.</summary>
    static abstract bool Changes { get; }

    /// <summary>The same for whole rows.</summary>
    static abstract void Apply(Span<T> whole, Span<T> part);
}

/// <summary>part = whole.</summary>
internal readonly struct ReadIndexed<T> : IIndexedMove<T>
{
    public static bool Changes => false;

    public static void Apply(ref T whole, ref T part) => part = whole;

    public static void Apply(Span<T> whole, Span<T> part) => whole.CopyTo(part);
}

/// <summary>whole += part.</summary>
internal readonly struct AddIndexed<T> : IIndexedMove<T> where T : INumber<T>
{
    public static bool Changes => true;

    public static void Apply(ref T whole, ref T part) => whole += part;

    public static void Apply(Span<T> whole, Span<T> part) => TensorPrimitives.Add(whole, part, whole);
}

/// <summary>Walks over what indices select, in row-major order of the indices: repeated ones meet in the same order on every run.</summary>
/// <remarks>Large ones are shared out so that no element of the whole that changes belongs to two chunks.</remarks>
internal static unsafe class Indexing
{
    private const int ChunkSize = 16_384, LeastColumns = 32, MostSlices = 8;

    /// <summary>Rows of one axis: whole[o, positions[k], i] with part[o, k, i].</summary>
    public static void Rows<T, TMove>(int outer, int extent, int inner, ReadOnlySpan<int> positions, Span<T> whole, Span<T> part)
        where T : unmanaged where TMove : IIndexedMove<T>
    {
        if (part.IsEmpty) return;
        fixed (T* all = whole, some = part)
        fixed (int* places = positions)
        {
            var (rows, columns) = part.Length < 2 * ChunkSize ? (positions.Length * outer, inner)
                : TMove.Changes ? (positions.Length, Columns(inner))
                : (Math.Max(1, ChunkSize / inner), inner);
            var work = new RowWork<T, TMove>(all, some, places, positions.Length, extent, inner, outer * positions.Length, rows, columns);
            ForkJoin.Run(work.Chunks, work);
        }
    }

    /// <summary>Columns of a slice: few enough slices, since each walks over all positions.</summary>
    private static int Columns(int inner) => Math.Min(inner, Math.Max(LeastColumns, (inner / MostSlices + LeastColumns - 1) / LeastColumns * LeastColumns));

    /// <summary>Some rows of the part, and some columns of them.</summary>
    private readonly struct RowWork<T, TMove>(T* whole, T* part, int* positions, int count, int extent, int inner, int rows, int rowsOfChunk, int columns) : IChunkedWork
        where T : unmanaged where TMove : IIndexedMove<T>
    {
        public int Chunks => ((rows - 1) / rowsOfChunk + 1) * Slices;

        private int Slices => (inner - 1) / columns + 1;

        public void Run(int chunk)
        {
            var (first, column) = (chunk / Slices * rowsOfChunk, chunk % Slices * columns);
            var width = Math.Min(columns, inner - column);
            for (var row = first; row < Math.Min(rows, first + rowsOfChunk); row++)
            {
                var (o, k) = (row / count, row % count);
                T* a = whole + ((nint)o * extent + positions[k]) * inner + column, b = part + (nint)row * inner + column;
                if (width == 1) TMove.Apply(ref *a, ref *b);
                else TMove.Apply(new Span<T>(a, width), new Span<T>(b, width));
            }
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
        // along the first axis every element of the part has its own place, unless that is what the positions are for
        if (part.Length < 2 * ChunkSize || partExtents.Length < 2 || axis == 0 && TMove.Changes)
        {
            Lines<T, TMove>(axis, wholeExtents, partExtents, positions, whole, part);
            return;
        }
        var rowsOfChunk = Math.Max(1, (int)((long)partExtents[0] * ChunkSize / part.Length));
        fixed (T* all = whole, some = part)
        fixed (int* places = positions)
            ForkJoin.Run((partExtents[0] - 1) / rowsOfChunk + 1, new ElementWork<T, TMove>(all, some, places, axis, wholeExtents.ToArray(), partExtents.ToArray(), whole.Length, part.Length, rowsOfChunk));
    }

    private readonly struct ElementWork<T, TMove>(T* whole, T* part, int* positions, int axis, int[] wholeExtents, int[] partExtents, int wholeLength, int partLength, int rowsOfChunk) : IChunkedWork
        where T : unmanaged where TMove : IIndexedMove<T>
    {
        public void Run(int chunk)
        {
            var first = chunk * rowsOfChunk;
            Span<int> extents = stackalloc int[partExtents.Length];
            partExtents.CopyTo(extents);
            extents[0] = Math.Min(rowsOfChunk, partExtents[0] - first);
            var (row, skipped) = (partLength / partExtents[0], axis == 0 ? 0 : first * (wholeLength / wholeExtents[0]));
            Lines<T, TMove>(
                axis, wholeExtents, extents, new ReadOnlySpan<int>(positions + (nint)first * row, extents[0] * row),
                new Span<T>(whole + skipped, wholeLength - skipped), new Span<T>(part + (nint)first * row, extents[0] * row));
        }
    }

    private static void Lines<T, TMove>(int axis, ReadOnlySpan<int> wholeExtents, ReadOnlySpan<int> partExtents, ReadOnlySpan<int> positions, Span<T> whole, Span<T> part)
        where T : unmanaged where TMove : IIndexedMove<T>
    {
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
