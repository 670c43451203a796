using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>Where a tile of scalar products stands in its table.</summary>
internal static class DotTileTable
{
    /// <summary>Entries of a table.</summary>
    public const int Size = 8 * 8;

    public static int Index(int rows, int columns) => rows * 8 + columns;
}

/// <summary>Tiles of scalar products C[i, j] = A[i]·B[j] of lines along k, for one element type on this machine.</summary>
internal static unsafe class DotTileTable<T> where T : unmanaged, INumber<T>
{
    /// <summary>The most rows a tile has.</summary>
    public static readonly int MostRows;

    /// <summary>The most columns a tile has.</summary>
    public static readonly int MostColumns;

    /// <summary>The tiles, at <see cref="DotTileTable.Index"/>. Start, floor and offsets of their arguments are not looked at.</summary>
    public static readonly delegate*<GemmTileArguments<T>*, void>* Tiles;

    static DotTileTable()
    {
        Tiles = (delegate*<GemmTileArguments<T>*, void>*)NativeMemory.AllocZeroed(DotTileTable.Size, (nuint)sizeof(void*));
        var (single, floating) = (typeof(T) == typeof(float), typeof(T) == typeof(float) || typeof(T) == typeof(double));
        if (floating && Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            (MostRows, MostColumns) = (GemmTilesSingle512.DotRows, GemmTilesSingle512.DotColumns);
            if (single) GemmTilesSingle512.FillDots((delegate*<GemmTileArguments<float>*, void>*)Tiles);
            else GemmTilesDouble512.FillDots((delegate*<GemmTileArguments<double>*, void>*)Tiles);
        }
        else if (floating && Avx2.IsSupported && Fma.IsSupported)
        {
            (MostRows, MostColumns) = (GemmTilesSingle256.DotRows, GemmTilesSingle256.DotColumns);
            if (single) GemmTilesSingle256.FillDots((delegate*<GemmTileArguments<float>*, void>*)Tiles);
            else GemmTilesDouble256.FillDots((delegate*<GemmTileArguments<double>*, void>*)Tiles);
        }
        else
        {
            (MostRows, MostColumns) = (1, 1);
            Tiles[DotTileTable.Index(1, 1)] = &PortableGemmTile<T>.Dot;
        }
    }
}
