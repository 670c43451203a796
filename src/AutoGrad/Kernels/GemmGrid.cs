using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>How a matrix product splits into independent parts of its result: by its shape, never by the number of threads.</summary>
internal readonly struct GemmGrid
{
    // below this many products a second thread costs more than it saves; large parts may be more, since a core may be slower than another;
    // beyond so many parts they share too little
    private const double LeastProducts = 256 * 1024, LeastOfMany = 8 * 1024 * 1024;
    private const int Few = 8, Many = 16;

    private readonly int _rows, _columns;

    public GemmGrid(GemmShape shape)
    {
        (_rows, _columns) = (shape.M, shape.N);
        while (Parts < Many && shape.Products >= 2 * Parts * (Parts < Few ? LeastProducts : LeastOfMany))
        {
            if (_rows >= 56 && _rows >= _columns) _rows = (_rows + 1) / 2;
            else if (_columns >= 128) _columns = ((_columns + 1) / 2 + 31) / 32 * 32;
            else if (_rows >= 56) _rows = (_rows + 1) / 2;
            else break;
            (PartsM, PartsN) = ((shape.M + _rows - 1) / _rows, (shape.N + _columns - 1) / _columns);
        }
    }

    private int PartsM { get; } = 1;

    private int PartsN { get; } = 1;

    /// <summary>How many there are.</summary>
    public int Parts => PartsM * PartsN;

    /// <summary>The first column of one of them.</summary>
    public nint ColumnOf(int part) => part % PartsN * _columns;

    /// <summary>One of them.</summary>
    public GemmProblem<T> Part<T>(in GemmProblem<T> problem, int part) where T : unmanaged, INumber<T>
    {
        var (i, j) = (part / PartsN * _rows, part % PartsN * _columns);
        return problem.Part(i, Math.Min(_rows, problem.Shape.M - i), j, Math.Min(_columns, problem.Shape.N - j));
    }
}
