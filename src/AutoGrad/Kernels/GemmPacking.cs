using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Copies blocks of the operands into the order in which the tiles of a matrix product read them.</summary>
internal static unsafe class GemmPacking
{
    /// <summary>Columns of B into panels: for each step along k, the numbers of one tile's columns.</summary>
    /// <param name="b">The block's first number.</param>
    /// <param name="stride">From one row of B as it lies to the next.</param>
    /// <param name="transposed">B lies as [n, k].</param>
    /// <param name="steps">Rows of the block along k.</param>
    /// <param name="columns">Columns of the block.</param>
    /// <param name="panels">The panels, each of two vectors a step; the last of one if that is enough. What a vector has beyond the block is zeros.</param>
    public static void PackB<T>(T* b, nint stride, bool transposed, nint steps, nint columns, T* panels) where T : unmanaged, INumber<T>
    {
        nint lanes = GemmTileTable<T>.Lanes;
        for (nint j = 0; j < columns; j += 2 * lanes)
        {
            var present = nint.Min(2 * lanes, columns - j);
            var width = present <= lanes ? lanes : 2 * lanes;
            if (!transposed) CopyRows(b + j, stride, steps, present, panels, width);
            else
                for (nint half = 0; half < width; half += lanes)
                    Interleave(b + (j + half) * stride, stride, nint.Min(lanes, present - half), steps, panels + half, width);
            panels += steps * width;
        }
    }

    /// <summary>Rows, one after the other, filled up with zeros to a whole width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows<T>(T* x, nint stride, nint rows, nint length, T* y, nint width) where T : unmanaged, INumber<T>
    {
        nint lanes = Vector<T>.Count;
        for (; rows > 0; rows--, x += stride, y += width)
        {
            nint i = 0;
            for (; i + lanes <= length; i += lanes) Vector.Store(Vector.Load(x + i), y + i);
            for (; i < length; i++) y[i] = x[i];
            for (; i < width; i++) y[i] = T.Zero;
        }
    }

    /// <summary>Lines along k become one vector a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Interleave<T>(T* x, nint stride, nint lines, nint steps, T* y, nint width) where T : unmanaged, INumber<T>
    {
        nint k = 0, lanes = GemmTileTable<T>.Lanes;
        var transpose = GemmTileTable<T>.Transpose;
        for (; k + lanes <= steps; k += lanes) transpose(x + k, stride, lines, y + k * width, width);
        for (; k < steps; k++)
        {
            nint i = 0;
            for (; i < lines; i++) y[k * width + i] = x[i * stride + k];
            for (; i < lanes; i++) y[k * width + i] = T.Zero;
        }
    }

    /// <summary>Rows of A at another distance from each other: at a power of two they fall into few sets of the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SpreadRows<T>(T* a, nint stride, nint rows, nint steps, T* y, nint strideY) where T : unmanaged, INumber<T>
    {
        nint lanes = Vector<T>.Count;
        for (; rows > 0; rows--, a += stride, y += strideY)
        {
            nint k = 0;
            for (; k + lanes <= steps; k += lanes) Vector.Store(Vector.Load(a + k), y + k);
            for (; k < steps; k++) y[k] = a[k];
        }
    }

    /// <summary>Rows of a transposed A, tile by tile: for each step along k, one number of each row of the tile.</summary>
    /// <param name="a">The first row's first number.</param>
    /// <param name="stride">From one step to the next.</param>
    /// <param name="end">Behind the last number of A: copying in vectors may read beyond the rows, but not beyond this.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="y">Where they go, the first tile's first.</param>
    /// <param name="gap">Numbers left between tiles, at least a vector: copying overruns a tile by less.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackSteps<T>(T* a, nint stride, T* end, nint rows, nint steps, T* y, nint gap) where T : unmanaged, INumber<T>
    {
        nint lanes = Vector<T>.Count;
        var (tiles, least, more) = GemmTileTable<T>.Split(rows);
        for (nint k = 0; k < steps; k++, a += stride)
        {
            T* from = a, to = y;
            var inside = a + rows + lanes <= end;
            for (nint t = 0; t < tiles; t++)
            {
                var height = t < more ? least + 1 : least;
                var line = to + k * height;
                nint i = 0;
                if (inside)
                    for (; i < height; i += lanes) Vector.Store(Vector.Load(from + i), line + i);
                else
                    for (; i < height; i++) line[i] = from[i];
                from += height;
                to += steps * height + gap;
            }
        }
    }
}
