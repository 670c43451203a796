using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Where a thread puts copies of rows of A, and what the sums of a tile start from.</summary>
internal readonly unsafe ref struct GemmCopies<T> : IDisposable where T : unmanaged, INumber<T>
{
    // of A in the second-level cache, beside a block of B
    private const int BlockM = 240;

    private readonly Scratch<T> _memory;

    public GemmCopies(in GemmProblem<T> problem, GemmPlan plan)
    {
        var shape = problem.Shape;
        Rows = plan.CopiesA ? GemmPlan.Even(shape.M, BlockM) : shape.M;
        var lanes = GemmTileTable<T>.Lanes;
        // the last copy may overrun by a vector
        var size = !plan.CopiesA ? 0 : shape.TransposeA ? Rows * plan.Depth + GemmTileTable<T>.TilesOf(Rows) * plan.Gap : Rows * (plan.Depth + plan.Gap) + lanes;
        var spreads = problem.Start == GemmStart.RowBias || (problem.Start == GemmStart.Zero && problem.Rectify);
        _memory = new Scratch<T>(size + (spreads ? GemmTileTable<T>.MostRows * 2 * lanes : 0));
        Start = _memory.Pointer + size;
    }

    /// <summary>Rows of A that are copied at a time.</summary>
    public nint Rows { get; }

    /// <summary>Room for those rows.</summary>
    public T* A => _memory.Pointer;

    /// <summary>Room for one tile.</summary>
    public T* Start { get; }

    public void Dispose() => _memory.Dispose();
}
