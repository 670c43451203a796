using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>Where a tile stands in its table.</summary>
internal static class GemmTileTable
{
    /// <summary>Entries of a table.</summary>
    public const int Size = 3 * 2 * 16;

    public static int Index(GemmTileKind kind, int vectors, int rows) => ((int)kind * 2 + vectors - 1) * 16 + rows;
}

/// <summary>The tiles for one element type on this machine.</summary>
internal static unsafe class GemmTileTable<T> where T : unmanaged, INumber<T>
{
    /// <summary>The most rows a tile has.</summary>
    public static readonly int MostRows;

    /// <summary>Numbers of a vector; a row of a tile has one vector or two.</summary>
    public static readonly int Lanes;

    /// <summary>The tiles, at <see cref="GemmTileTable.Index"/>.</summary>
    public static readonly delegate*<GemmTileArguments<T>*, void>* Tiles;

    /// <summary>Transposes a square block of <see cref="Lanes"/> lines: from, stride, lines there are, to, stride.</summary>
    public static readonly delegate*<T*, nint, nint, T*, nint, void> Transpose;

    /// <summary>Transposes such a block, of which only the first numbers of each new line are stored: from, stride, how many, to, stride.</summary>
    public static readonly delegate*<T*, nint, nint, T*, nint, void> TransposePart;

    /// <summary>Lowest value, which is no floor.</summary>
    public static readonly T NoFloor;

    /// <summary>Tiles that rows are split into.</summary>
    public static nint TilesOf(nint rows) => (rows + MostRows - 1) / MostRows;

    /// <summary>The tiles of some rows, as even as can be: how many, the rows of most, and how many have one more.</summary>
    public static (nint Tiles, nint Least, nint More) Split(nint rows)
    {
        if (rows <= MostRows) return (1, rows, 0);
        var tiles = TilesOf(rows);
        return (tiles, rows / tiles, rows % tiles);
    }

    static GemmTileTable()
    {
        Tiles = (delegate*<GemmTileArguments<T>*, void>*)NativeMemory.AllocZeroed(GemmTileTable.Size, (nuint)sizeof(void*));
        var (single, floating) = (typeof(T) == typeof(float), typeof(T) == typeof(float) || typeof(T) == typeof(double));
        NoFloor = T.CreateSaturating(double.NegativeInfinity);
        if (floating && Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            (MostRows, Lanes) = (14, Vector512<T>.Count);
            if (single) GemmTilesSingle512.Fill((delegate*<GemmTileArguments<float>*, void>*)Tiles);
            else GemmTilesDouble512.Fill((delegate*<GemmTileArguments<double>*, void>*)Tiles);
            Transpose = single
                ? (delegate*<T*, nint, nint, T*, nint, void>)(delegate*<float*, nint, nint, float*, nint, void>)&GemmTilesSingle512.Transpose
                : (delegate*<T*, nint, nint, T*, nint, void>)(delegate*<double*, nint, nint, double*, nint, void>)&GemmTilesDouble512.Transpose;
            TransposePart = single
                ? (delegate*<T*, nint, nint, T*, nint, void>)(delegate*<float*, nint, nint, float*, nint, void>)&GemmTilesSingle512.TransposePart
                : (delegate*<T*, nint, nint, T*, nint, void>)(delegate*<double*, nint, nint, double*, nint, void>)&GemmTilesDouble512.TransposePart;
        }
        else if (floating && Avx2.IsSupported && Fma.IsSupported)
        {
            (MostRows, Lanes) = (6, Vector256<T>.Count);
            if (single) GemmTilesSingle256.Fill((delegate*<GemmTileArguments<float>*, void>*)Tiles);
            else GemmTilesDouble256.Fill((delegate*<GemmTileArguments<double>*, void>*)Tiles);
            Transpose = single
                ? (delegate*<T*, nint, nint, T*, nint, void>)(delegate*<float*, nint, nint, float*, nint, void>)&GemmTilesSingle256.Transpose
                : (delegate*<T*, nint, nint, T*, nint, void>)(delegate*<double*, nint, nint, double*, nint, void>)&GemmTilesDouble256.Transpose;
            TransposePart = single
                ? (delegate*<T*, nint, nint, T*, nint, void>)(delegate*<float*, nint, nint, float*, nint, void>)&GemmTilesSingle256.TransposePart
                : (delegate*<T*, nint, nint, T*, nint, void>)(delegate*<double*, nint, nint, double*, nint, void>)&GemmTilesDouble256.TransposePart;
        }
        else
        {
            (MostRows, Lanes) = (PortableGemmTile<T>.MostRows, Vector<T>.Count);
            PortableGemmTile<T>.Fill(Tiles);
            Transpose = &PortableGemmTile<T>.Transpose;
            TransposePart = &PortableGemmTile<T>.TransposePart;
        }
    }
}
