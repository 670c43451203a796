using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>A matrix product with few rows or columns, C[i, j] = start + A[i]·B[j] of lines along k: each line is read where it lies, in vectors.</summary>
/// <remarks>A sum is made lane by lane, so its bits differ from those of a wide product, but depend on k alone.</remarks>
internal static unsafe class DotGemm
{
    // sixteenths of a cycle: to add up the lanes of one sum
    private const long OfResult = 24;
    private const double LeastProducts = 256 * 1024;
    private const int MostParts = 8;

    /// <summary>Whether that is possible, and faster than anything else.</summary>
    public static bool Pays<T>(in GemmProblem<T> problem) where T : unmanaged, INumber<T>
    {
        var shape = problem.Shape;
        if (shape.TransposeA || !shape.TransposeB || problem.Start == GemmStart.Result) return false;
        long m = shape.M, n = shape.N, k = shape.K, lanes = GemmTileTable<T>.Lanes;
        if (Math.Min(m, n) > 2 * lanes) return false;
        return m * n * ((k + lanes - 1) / lanes * lanes / 2 + OfResult) < Math.Min(BlockedGemm.Cost(m, n, k, true, lanes), BlockedGemm.Cost(n, m, k, true, lanes));
    }

    /// <summary>C = start + A·B.</summary>
    public static void Run<T>(in GemmProblem<T> problem, bool alone) where T : unmanaged, INumber<T>
    {
        var parts = alone ? 1 : (int)Math.Clamp(problem.Shape.Products / LeastProducts, 1, MostParts);
        if (parts == 1) Run(problem);
        else ForkJoin.Run(parts, new Work<T>(problem, parts));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T>(in GemmProblem<T> problem) where T : unmanaged, INumber<T>
    {
        var shape = problem.Shape;
        var (most, width) = (DotTileTable<T>.MostRows, DotTileTable<T>.MostColumns);
        var tiles = DotTileTable<T>.Tiles;
        GemmTileArguments<T> tile = default;
        (tile.K, tile.StrideA, tile.StrideB, tile.StrideC) = (shape.K, shape.StrideA, shape.StrideB, shape.StrideC);
        for (nint j = 0, columns; j < shape.N; j += columns)
        {
            columns = Share(shape.N - j, width);
            tile.B = problem.B + j * shape.StrideB;
            for (nint i = 0, rows; i < shape.M; i += rows)
            {
                rows = Share(shape.M - i, most);
                tile.A = problem.A + i * shape.StrideA;
                tile.C = problem.C + i * shape.StrideC + j;
                tiles[DotTileTable.Index((int)rows, (int)columns)](&tile);
            }
        }
        if (problem.Start != GemmStart.Zero || problem.Rectify) problem.Finish();
    }

    /// <summary>How many to take of what is left, so that the last tile is not much smaller than the others.</summary>
    private static nint Share(nint left, nint most)
    {
        var tiles = (left + most - 1) / most;
        return (left + tiles - 1) / tiles;
    }

    private readonly struct Work<T>(GemmProblem<T> problem, int parts) : IChunkedWork where T : unmanaged, INumber<T>
    {
        public void Run(int part)
        {
            var (m, n) = (problem.Shape.M, problem.Shape.N);
            var extent = Math.Max(m, n);
            var (first, end) = ((int)((long)extent * part / parts), (int)((long)extent * (part + 1) / parts));
            DotGemm.Run(n >= m ? problem.Part(0, m, first, end - first) : problem.Part(first, end - first, 0, n));
        }
    }
}
