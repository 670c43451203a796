namespace AutoGrad.Kernels;

/// <summary>Moves elements between two layouts given by strides: the one loop behind permuting, slicing, padding, flipping.</summary>
/// <remarks>
/// Axes that run on together on both sides are one axis. What is left is copied in contiguous runs, in square blocks where
/// the fast axes differ (a transposition), or element by element. A large copy is shared out along its longest axis.
/// </remarks>
internal static class StridedCopy
{
    // two blocks of 8-byte elements fill half of a first-level cache
    private const int Block = 32;

    private const int ChunkSize = 16_384;

    /// <summary>The strides of a row-major array.</summary>
    public static int[] RowMajor(ReadOnlySpan<int> extents)
    {
        var strides = new int[extents.Length];
        for (var (axis, step) = (extents.Length - 1, 1); axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= extents[axis];
        }
        return strides;
    }

    /// <summary>y[yStart + i·yStrides] = x[xStart + i·xStrides] for every index i below <paramref name="extents"/>.</summary>
    /// <param name="extents">How many steps along each axis.</param>
    /// <param name="x">Where to read.</param>
    /// <param name="xStart">The first element to read.</param>
    /// <param name="xStrides">How far to go in x along each axis; negative to go back.</param>
    /// <param name="y">Where to write; it does not overlap x.</param>
    /// <param name="yStart">The first element to write.</param>
    /// <param name="yStrides">How far to go in y along each axis.</param>
    public static void Run<T>(ReadOnlySpan<int> extents, ReadOnlySpan<T> x, int xStart, ReadOnlySpan<int> xStrides, Span<T> y, int yStart, ReadOnlySpan<int> yStrides) where T : unmanaged
    {
        if (extents.Contains(0)) return;
        Span<int> work = stackalloc int[3 * extents.Length];
        var n = work[..extents.Length];
        var xs = work.Slice(n.Length, n.Length);
        var ys = work.Slice(2 * n.Length, n.Length);
        var rank = Collapse(extents, xStrides, yStrides, n, xs, ys);
        if (rank == 0)
        {
            y[yStart] = x[xStart];
            return;
        }
        var last = rank - 1;
        var fast = xs[..last].IndexOf(1);
        var transposes = fast >= 0 && ys[last] == 1 && xs[last] > 1;
        if (transposes) MoveAxis(fast, last - 1, n, xs, ys);
        var size = 1L;
        foreach (var extent in n[..rank]) size *= extent;
        if (size < 2 * ChunkSize) Part(n[..rank], x, xStart, xs, y, yStart, ys, transposes);
        else Share(size, n[..rank], x, xStart, xs[..rank], y, yStart, ys[..rank], transposes);
    }

    /// <summary>Shares out the longest axis; which elements a chunk moves does not matter to what they are.</summary>
    private static unsafe void Share<T>(long size, ReadOnlySpan<int> n, ReadOnlySpan<T> x, int xStart, ReadOnlySpan<int> xs, Span<T> y, int yStart, ReadOnlySpan<int> ys, bool transposes) where T : unmanaged
    {
        var axis = 0;
        for (var a = 1; a < n.Length; a++)
            if (n[a] > n[axis]) axis = a;
        var unit = axis >= n.Length - 2 ? 2 * Block : 1;        // whole squares, and whole lines of the cache
        var steps = (int)Math.Min(n[axis], ((long)n[axis] * ChunkSize / size + unit - 1) / unit * unit);
        fixed (T* from = x, to = y)
            ForkJoin.Run((n[axis] - 1) / steps + 1, new Work<T>(from, x.Length, xStart, to, y.Length, yStart, n.ToArray(), xs.ToArray(), ys.ToArray(), axis, steps, transposes));
    }

    private readonly unsafe struct Work<T>(T* x, int xLength, int xStart, T* y, int yLength, int yStart, int[] n, int[] xs, int[] ys, int axis, int steps, bool transposes) : IChunkedWork where T : unmanaged
    {
        public void Run(int chunk)
        {
            Span<int> part = stackalloc int[n.Length];
            n.CopyTo(part);
            var first = chunk * steps;
            part[axis] = Math.Min(steps, n[axis] - first);
            Part(part, new ReadOnlySpan<T>(x, xLength), xStart + first * xs[axis], xs, new Span<T>(y, yLength), yStart + first * ys[axis], ys, transposes);
        }
    }

    private static void Part<T>(ReadOnlySpan<int> n, ReadOnlySpan<T> x, int xStart, ReadOnlySpan<int> xs, Span<T> y, int yStart, ReadOnlySpan<int> ys, bool transposes) where T : unmanaged
    {
        Span<int> at = stackalloc int[n.Length];
        at.Clear();
        var last = n.Length - 1;
        var outer = transposes ? last - 1 : last;
        while (true)
        {
            if (transposes) Transpose(n[last - 1], n[last], x[xStart..], xs[last], y[yStart..], ys[last - 1]);
            else Line(n[last], x, xStart, xs[last], y, yStart, ys[last]);
            var axis = outer - 1;
            for (; axis >= 0; axis--)
            {
                xStart += xs[axis];
                yStart += ys[axis];
                if (++at[axis] < n[axis]) break;
                xStart -= xs[axis] * n[axis];
                yStart -= ys[axis] * n[axis];
                at[axis] = 0;
            }
            if (axis < 0) return;
        }
    }

    private static void Line<T>(int n, ReadOnlySpan<T> x, int xStart, int xStride, Span<T> y, int yStart, int yStride)
    {
        if (xStride == 1 && yStride == 1)
        {
            x.Slice(xStart, n).CopyTo(y[yStart..]);
            return;
        }
        for (var i = 0; i < n; i++) y[yStart + i * yStride] = x[xStart + i * xStride];
    }

    /// <summary>y[i·yStride + j] = x[j·xStride + i]: whole squares in registers, the edges element by element.</summary>
    private static unsafe void Transpose<T>(int rows, int columns, ReadOnlySpan<T> x, int xStride, Span<T> y, int yStride) where T : unmanaged
    {
        var side = sizeof(T) == sizeof(float) ? GemmTileTable<float>.Lanes : sizeof(T) == sizeof(double) ? GemmTileTable<double>.Lanes : Block;
        var (wholeRows, wholeColumns) = sizeof(T) is sizeof(float) or sizeof(double) ? (rows / side * side, columns / side * side) : (0, 0);
        fixed (T* from = x, to = y)
            for (var i = 0; i < wholeRows; i += side)
                for (var j = 0; j < wholeColumns; j += side)
                {
                    T* a = from + (nint)j * xStride + i, b = to + (nint)i * yStride + j;
                    if (sizeof(T) == sizeof(float)) GemmTileTable<float>.Transpose((float*)a, xStride, side, (float*)b, yStride);
                    else GemmTileTable<double>.Transpose((double*)a, xStride, side, (double*)b, yStride);
                }
        Elements(0, wholeRows, wholeColumns, columns, x, xStride, y, yStride);
        Elements(wholeRows, rows, 0, columns, x, xStride, y, yStride);
    }

    private static void Elements<T>(int firstRow, int rows, int firstColumn, int columns, ReadOnlySpan<T> x, int xStride, Span<T> y, int yStride)
    {
        for (var i0 = firstRow; i0 < rows; i0 += Block)
        {
            var i1 = Math.Min(i0 + Block, rows);
            for (var j0 = firstColumn; j0 < columns; j0 += Block)
            {
                var width = Math.Min(Block, columns - j0);
                for (var i = i0; i < i1; i++)
                {
                    var line = y.Slice(i * yStride + j0, width);
                    var from = j0 * xStride + i;
                    for (var j = 0; j < line.Length; j++, from += xStride) line[j] = x[from];
                }
            }
        }
    }

    private static int Collapse(ReadOnlySpan<int> extents, ReadOnlySpan<int> xStrides, ReadOnlySpan<int> yStrides, Span<int> n, Span<int> xs, Span<int> ys)
    {
        var rank = 0;
        for (var axis = 0; axis < extents.Length; axis++)
        {
            var (extent, x, y) = (extents[axis], xStrides[axis], yStrides[axis]);
            if (extent == 1) continue;
            if (rank > 0 && xs[rank - 1] == x * extent && ys[rank - 1] == y * extent)
            {
                n[rank - 1] *= extent;
                (xs[rank - 1], ys[rank - 1]) = (x, y);
            }
            else
            {
                (n[rank], xs[rank], ys[rank]) = (extent, x, y);
                rank++;
            }
        }
        return rank;
    }

    private static void MoveAxis(int from, int to, Span<int> n, Span<int> xs, Span<int> ys)
    {
        for (var axis = from; axis < to; axis++)
        {
            (n[axis], n[axis + 1]) = (n[axis + 1], n[axis]);
            (xs[axis], xs[axis + 1]) = (xs[axis + 1], xs[axis]);
            (ys[axis], ys[axis + 1]) = (ys[axis + 1], ys[axis]);
        }
    }
}
