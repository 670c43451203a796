using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>The matrix product C = start + A·B where row k of B lies at <c>b + offsets[k]</c>: a convolution reads its windows so, in place.</summary>
internal static unsafe class OffsetGemm
{
    /// <summary>Does it on this thread, in one block along k, with nothing copied.</summary>
    /// <remarks>Rows of B are read in whole vectors: up to <see cref="GemmTileTable{T}.Lanes"/> - 1 numbers behind column n must be there, with any content.</remarks>
    /// <param name="shape">Extents and the strides of A and C; neither matrix is transposed, and B's stride is not used.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">Where the offsets count from.</param>
    /// <param name="offsets">k of them.</param>
    /// <param name="c">The result.</param>
    /// <param name="start">What the sums are added to.</param>
    /// <param name="bias">A number for each column, or row, if the start is such a bias.</param>
    /// <param name="rectify">Whether what is negative becomes zero; NaN stays.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(GemmShape shape, T* a, T* b, nint* offsets, T* c, GemmStart start, T* bias, bool rectify) where T : unmanaged, INumber<T>
    {
        nint lanes = GemmTileTable<T>.Lanes, width = 2 * lanes, most = GemmTileTable<T>.MostRows;
        var table = GemmTileTable<T>.Tiles;
        var tiles = (shape.M + most - 1) / most;
        if (tiles == 0) return;
        var (least, more) = (shape.M / tiles, shape.M % tiles);
        var room = stackalloc T[(int)(most * width)];
        GemmTileArguments<T> t = default;
        (t.K, t.StrideA, t.StrideC) = (shape.K, shape.StrideA, shape.StrideC);
        t.Offsets = offsets;
        t.Floor = rectify ? T.Zero : GemmTileTable<T>.NoFloor;
        for (nint i = 0, tile = 0; tile < tiles; tile++, i += t.Rows)
        {
            t.Rows = tile < more ? least + 1 : least;
            t.A = a + i * shape.StrideA;
            if (start == GemmStart.RowBias || (start == GemmStart.Zero && rectify))
                for (nint r = 0; r < t.Rows; r++)
                    new Span<T>(room + r * width, (int)width).Fill(start == GemmStart.RowBias ? bias[i + r] : T.Zero);
            for (nint j = 0; j < shape.N; j += width)
            {
                var rest = nint.Min(width, shape.N - j);
                t.Vectors = rest <= lanes ? 1 : 2;
                t.LastLanes = rest - (t.Vectors - 1) * lanes;
                t.B = b + j;
                t.C = c + i * shape.StrideC + j;
                t.Start = start switch
                {
                    GemmStart.Result => t.C,
                    GemmStart.ColumnBias => bias + j,
                    GemmStart.RowBias => room,
                    _ => rectify ? room : null,
                };
                t.StrideStart = start switch { GemmStart.Result => t.StrideC, GemmStart.ColumnBias => 0, _ => width };
                table[GemmTileTable.Index(GemmTileKind.Offsets, (int)t.Vectors, (int)t.Rows)](&t);
            }
        }
    }
}
