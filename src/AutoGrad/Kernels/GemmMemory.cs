using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Where a thread puts copies of rows of A and of the last columns of B, and what the sums of a tile start from.</summary>
internal readonly unsafe ref struct GemmMemory<T> : IDisposable where T : unmanaged, INumber<T>
{
    // of A in the second-level cache, beside a block of B
    private const int BlockM = 240;

    private readonly Scratch<T> _memory;

    public GemmMemory(in GemmProblem<T> problem, GemmPlan plan)
    {
        var shape = problem.Shape;
        nint lanes = GemmTileTable<T>.Lanes, ofA = 0, ofStart = 0, ofRest = 0;
        Rows = plan.CopiesA ? GemmPlan.Even(shape.M, BlockM) : shape.M;
        // the last copy may overrun by a vector
        if (plan.CopiesA) ofA = shape.TransposeA ? Rows * plan.Depth + GemmTileTable<T>.TilesOf(Rows) * plan.Gap : Rows * (plan.Depth + plan.Gap) + lanes;
        if (problem.Start == GemmStart.RowBias || (problem.Start == GemmStart.Zero && problem.Rectify)) ofStart = GemmTileTable<T>.MostRows * 2 * lanes;
        if (!plan.PacksB && shape.N % (2 * lanes) != 0) ofRest = plan.Depth * 2 * lanes;
        _memory = new Scratch<T>(ofRest + ofA + ofStart);
        Rest = _memory.Pointer;
        A = Rest + ofRest;
        Start = A + ofA;
    }

    /// <summary>Rows of A that are copied at a time.</summary>
    public nint Rows { get; }

    /// <summary>Room for those rows.</summary>
    public T* A { get; }

    /// <summary>Room for the columns of B that do not fill a tile, where B is not packed.</summary>
    public T* Rest { get; }

    /// <summary>Room for one tile.</summary>
    public T* Start { get; }

    public void Dispose() => _memory.Dispose();
}
