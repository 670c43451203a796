using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>A matrix product on one thread: blocks for the caches, tiles for the registers.</summary>
/// <remarks>
/// Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008). What pays is copied into the order in which tiles read it;
/// the rest is read where it lies. A sum is made in the order of k, a block at a time, so its bits depend on k alone.
/// </remarks>
internal static unsafe class BlockedGemm
{
    // along k: the rows of A of one tile stay in the first-level cache; along n: a block of B in the second
    private const int BlockM = 480, BlockN = 512, BlockK = 256;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(in GemmProblem<T> problem) where T : unmanaged, INumber<T>
    {
        var shape = problem.Shape;
        nint m = shape.M, n = shape.N, k = shape.K, lanes = GemmTileTable<T>.Lanes;
        var plan = new GemmPlan(shape, (int)lanes, sizeof(T));
        nint depth = Even(k, BlockK), height = Even(m, BlockM);
        // behind each part a vector that copying may overrun
        var sizeB = depth * Up(plan.PacksB ? nint.Min(n, BlockN) : nint.Min(n, 2 * lanes), 2 * lanes);
        var sizeA = plan.CopiesA ? height * (depth + plan.Gap) + 2 * lanes : 0;
        var sizeStart = GemmTileTable<T>.MostRows * 2 * lanes;
        var panels = (T*)GemmWorkspace.Get((sizeB + sizeA + sizeStart) * sizeof(T));
        var block = new GemmBlock<T>(problem, plan, panels, panels + sizeB, panels + sizeB + sizeA);
        for (nint j = 0; j < n; j += BlockN)
            for (nint l = 0; l < k; l += depth)
            {
                block.TakeB(j, nint.Min(BlockN, n - j), l, nint.Min(depth, k - l));
                for (nint i = 0; i < m; i += height) block.Run(i, nint.Min(height, m - i));
            }
    }

    /// <summary>The largest block not above <paramref name="limit"/> that splits an extent evenly.</summary>
    private static nint Even(nint extent, nint limit)
    {
        var blocks = (extent + limit - 1) / limit;
        return (extent + blocks - 1) / blocks;
    }

    private static nint Up(nint extent, nint unit) => (extent + unit - 1) / unit * unit;
}
