using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>A matrix product by blocks for the caches and tiles for the registers.</summary>
/// <remarks>
/// Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008). What pays is copied into the order in which tiles read it,
/// B once for all threads; the rest is read where it lies. A sum is made in the order of k, a block at a time, so its bits depend on k alone:
/// not on how the result is split, nor on which operand is called A.
/// </remarks>
internal static unsafe class BlockedGemm
{
    // columns of B that are packed at a time; numbers of it that are worth a fork
    private const int PackedN = 2048, LeastPacked = 32 * 1024;

    // sixteenths of a cycle for a number that is packed in another order
    private const long OfPacked = 5;

    /// <summary>About what a product costs, in sixteenths of a cycle of a machine with two units for vectors of 64 bytes.</summary>
    public static long Cost(long m, long n, long k, bool transposeB, long lanes) =>
        m * ((n + lanes - 1) / lanes * lanes) * k / 2 + (transposeB ? n * k * OfPacked : 0);

    /// <summary>C = start + A·B over at least one step and one column.</summary>
    /// <param name="problem">The product.</param>
    /// <param name="alone">On this thread only.</param>
    public static void Run<T>(in GemmProblem<T> problem, bool alone) where T : unmanaged, INumber<T>
    {
        var plan = new GemmPlan(problem.Shape, GemmTileTable<T>.Lanes, sizeof(T));
        if (plan.PacksB) RunPacked(problem, plan, alone);
        else if (alone) RunInPlace(problem, plan);
        else
        {
            var grid = new GemmGrid(problem.Shape);
            if (grid.Parts == 1) RunInPlace(problem, plan);
            else ForkJoin.Run(grid.Parts, new InPlace<T>(problem, plan, grid));
        }
    }

    /// <summary>Reads B where it lies, but for the columns that do not fill a tile.</summary>
    private static void RunInPlace<T>(in GemmProblem<T> problem, GemmPlan plan) where T : unmanaged, INumber<T>
    {
        var shape = problem.Shape;
        using var memory = new GemmMemory<T>(problem, plan);
        for (nint step = 0; step < shape.K; step += plan.Depth)
        {
            var steps = nint.Min(plan.Depth, shape.K - step);
            var rest = shape.N % (2 * GemmTileTable<T>.Lanes);
            if (rest > 0) GemmPacking.PackB(problem.B + step * shape.StrideB + (shape.N - rest), shape.StrideB, false, steps, rest, memory.Rest);
            new GemmBlock<T>(problem, plan, step, steps, memory.Rest, memory).Run();
        }
    }

    private static void RunPacked<T>(in GemmProblem<T> problem, GemmPlan plan, bool alone) where T : unmanaged, INumber<T>
    {
        var (m, n, k) = (problem.Shape.M, problem.Shape.N, problem.Shape.K);
        var width = 2 * GemmTileTable<T>.Lanes;
        using var panels = new Scratch<T>((long)plan.Depth * ((Math.Min(n, PackedN) + width - 1) / width * width));
        for (var column = 0; column < n; column += PackedN)
        {
            var part = problem.Part(0, m, column, Math.Min(PackedN, n - column));
            var grid = alone ? default : new GemmGrid(part.Shape);
            for (var step = 0; step < k; step += plan.Depth)
            {
                var work = new Packed<T>(part, plan, grid, step, Math.Min(plan.Depth, k - step), panels.Pointer);
                if (grid.Parts <= 1) work.RunAlone();
                else
                {
                    ForkJoin.Run(work.PackChunks, new Packing<T>(work));
                    ForkJoin.Run(grid.Parts, work);
                }
            }
        }
    }

    private readonly struct InPlace<T>(GemmProblem<T> problem, GemmPlan plan, GemmGrid grid) : IChunkedWork where T : unmanaged, INumber<T>
    {
        public void Run(int chunk) => RunInPlace(grid.Part(problem, chunk), plan);
    }

    /// <summary>A block of B that all parts of the result share.</summary>
    private readonly struct Packed<T>(GemmProblem<T> problem, GemmPlan plan, GemmGrid grid, nint step, nint steps, T* panels) : IChunkedWork where T : unmanaged, INumber<T>
    {
        private nint ColumnsOfChunk => nint.Max(2 * GemmTileTable<T>.Lanes, LeastPacked / steps / (2 * GemmTileTable<T>.Lanes) * (2 * GemmTileTable<T>.Lanes));

        public int PackChunks => (int)((problem.Shape.N + ColumnsOfChunk - 1) / ColumnsOfChunk);

        public void Pack(int chunk) => Pack(chunk * ColumnsOfChunk, ColumnsOfChunk);

        public void Run(int part) => Run(grid.Part(problem, part), panels + grid.ColumnOf(part) * steps);

        public void RunAlone()
        {
            Pack(0, problem.Shape.N);
            Run(problem, panels);
        }

        private void Run(in GemmProblem<T> part, T* panelsOfPart)
        {
            using var memory = new GemmMemory<T>(part, plan);
            new GemmBlock<T>(part, plan, step, steps, panelsOfPart, memory).Run();
        }

        private void Pack(nint column, nint columns)
        {
            var shape = problem.Shape;
            var b = problem.B + (shape.TransposeB ? column * shape.StrideB + step : step * shape.StrideB + column);
            GemmPacking.PackB(b, shape.StrideB, shape.TransposeB, steps, nint.Min(columns, shape.N - column), panels + column * steps);
        }
    }

    private readonly struct Packing<T>(Packed<T> block) : IChunkedWork where T : unmanaged, INumber<T>
    {
        public void Run(int chunk) => block.Pack(chunk);
    }
}
