using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The tiles of the matrix product as the convolution uses them.</summary>
internal static unsafe class WindowTiles<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Numbers of a vector; a row of a tile has one or two.</summary>
    public static int Lanes => GemmTileTable<T>.Lanes;

    /// <summary>Columns of the widest tile.</summary>
    public static int Columns => 2 * GemmTileTable<T>.Lanes;

    /// <summary>A column of tiles from the arguments' first rows on, as tall as registers allow and nearly the same height.</summary>
    public static void Column(GemmTileKind kind, int rows, int columns, GemmTileArguments<T> tile)
    {
        var vectors = columns > Lanes ? 2 : 1;
        tile.Vectors = vectors;
        tile.LastLanes = columns - (vectors - 1) * Lanes;
        var most = GemmTileTable<T>.MostRows;
        var blocks = (rows + most - 1) / most;
        var (height, taller) = Math.DivRem(rows, blocks);
        for (var block = 0; block < blocks; block++)
        {
            var now = block < taller ? height + 1 : height;
            tile.Rows = now;
            GemmTileTable<T>.Tiles[GemmTileTable.Index(kind, vectors, now)](&tile);
            tile.A += now * tile.StrideA;
            tile.C += now * tile.StrideC;
            if (tile.Start != null) tile.Start += now * tile.StrideStart;
        }
    }

    /// <summary>y[j, i] = x[i, j] for rows · columns numbers; rows of y are whole vectors, filled up with zeros.</summary>
    public static void Transpose(T* x, long strideX, int rows, int columns, T* y, long strideY)
    {
        var lanes = Lanes;
        for (var j = 0; j < columns; j += lanes)
            for (var i = 0; i < rows; i += lanes)
                if (j + lanes <= columns) GemmTileTable<T>.Transpose(x + i * strideX + j, (nint)strideX, Math.Min(lanes, rows - i), y + j * strideY + i, (nint)strideY);
                else
                    for (var column = j; column < columns; column++)
                        for (var row = i; row < i + lanes; row++) y[column * strideY + row] = row < rows ? x[row * strideX + column] : T.Zero;
    }
}
