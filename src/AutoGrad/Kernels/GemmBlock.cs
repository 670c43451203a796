using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>The tiles of a product over one block of steps along k.</summary>
internal unsafe ref struct GemmBlock<T> where T : unmanaged, INumber<T>
{
    // columns of B that stay in the second-level cache while the rows of A go by
    private const int BlockN = 512;

    private readonly ref readonly GemmProblem<T> _problem;
    private readonly GemmPlan _plan;
    private readonly T* _panels, _copyOfA, _startRoom;
    private readonly delegate*<GemmTileArguments<T>*, void>* _tiles;
    private readonly nint _step, _rowsOfCopy, _width;
    private GemmTileArguments<T> _tile;

    /// <param name="problem">The product.</param>
    /// <param name="plan">What is copied.</param>
    /// <param name="step">The first step.</param>
    /// <param name="steps">Steps, at least one.</param>
    /// <param name="panels">Packed columns of B for these steps: all, or those that do not fill a tile.</param>
    /// <param name="memory">This thread's.</param>
    public GemmBlock(in GemmProblem<T> problem, GemmPlan plan, nint step, nint steps, T* panels, GemmMemory<T> memory)
    {
        _problem = ref problem;
        (_plan, _step, _rowsOfCopy) = (plan, step, memory.Rows);
        _panels = panels;
        _copyOfA = memory.A;
        _startRoom = memory.Start;
        _tiles = GemmTileTable<T>.Tiles;
        _width = 2 * GemmTileTable<T>.Lanes;
        (_tile.K, _tile.StrideC) = (steps, problem.Shape.StrideC);
        _tile.Floor = problem.Rectify && step + steps == problem.Shape.K ? T.Zero : GemmTileTable<T>.NoFloor;
    }

    /// <summary>Does all of the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run()
    {
        var shape = _problem.Shape;
        for (nint row = 0; row < shape.M; row += _rowsOfCopy)
        {
            var rows = nint.Min(_rowsOfCopy, shape.M - row);
            var (tiles, least, more) = GemmTileTable<T>.Split(rows);
            var a = _problem.A + (shape.TransposeA ? _step * shape.StrideA + row : row * shape.StrideA + _step);
            var stride = (nint)shape.StrideA;
            if (_plan.CopiesA)
            {
                if (shape.TransposeA) GemmPacking.PackSteps(a, stride, _problem.A + shape.LengthA, rows, _tile.K, _copyOfA, _plan.Gap);
                else GemmPacking.SpreadRows(a, stride, rows, _tile.K, _copyOfA, stride = _tile.K + _plan.Gap);
                a = _copyOfA;
            }
            for (nint column = 0; column < shape.N; column += BlockN)
            {
                var columns = nint.Min(BlockN, shape.N - column);
                for (nint i = 0, t = 0; t < tiles; t++, i += _tile.Rows)
                {
                    _tile.Rows = t < more ? least + 1 : least;
                    _tile.A = !shape.TransposeA ? a + i * stride : _plan.CopiesA ? a + i * _tile.K + t * _plan.Gap : a + i;
                    _tile.StrideA = shape.TransposeA && _plan.CopiesA ? _tile.Rows : stride;
                    RunTiles(row + i, column, columns);
                }
            }
        }
    }

    /// <summary>One row of tiles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunTiles(nint row, nint column, nint columns)
    {
        var shape = _problem.Shape;
        nint width = _width, steps = _tile.K, rows = _tile.Rows, whole = columns / width * width, rest = columns - whole, startStep = 0;
        var c = _problem.C + row * shape.StrideC + column;
        T* start = null;
        if (_step > 0 || _problem.Start == GemmStart.Result)
        {
            start = c;
            (startStep, _tile.StrideStart) = (1, shape.StrideC);
        }
        else if (_problem.Start == GemmStart.ColumnBias)
        {
            start = _problem.Bias + column;
            (startStep, _tile.StrideStart) = (1, 0);
        }
        else if (_problem.Start == GemmStart.RowBias || _problem.Rectify)
        {
            start = SpreadBias(row, rows);
            _tile.StrideStart = width;
        }
        var b = _plan.PacksB ? _panels + column * steps : _problem.B + _step * shape.StrideB + column;
        var stepB = _plan.PacksB ? steps * width : width;
        var kind = shape.TransposeA ? GemmTileKind.Steps : GemmTileKind.Rows;
        fixed (GemmTileArguments<T>* tile = &_tile)
        {
            (tile->Vectors, tile->LastLanes) = (2, width / 2);
            tile->StrideB = _plan.PacksB ? width : shape.StrideB;
            var run = _tiles[GemmTileTable.Index(kind, 2, (int)rows)];
            for (nint j = 0; j < whole; j += width, b += stepB)
            {
                tile->B = b;
                tile->C = c + j;
                tile->Start = start + j * startStep;
                tile->Ahead = j + width < columns ? width : rows * shape.StrideC - j;
                run(tile);
            }
            if (rest == 0) return;
            tile->Vectors = rest <= width / 2 ? 1 : 2;
            tile->LastLanes = rest - (tile->Vectors - 1) * (width / 2);
            tile->B = _plan.PacksB ? b : _panels;
            tile->StrideB = tile->Vectors * (width / 2);
            tile->C = c + whole;
            tile->Start = start + whole * startStep;
            tile->Ahead = rows * shape.StrideC - whole;
            _tiles[GemmTileTable.Index(kind, (int)tile->Vectors, (int)rows)](tile);
        }
    }

    /// <summary>The start of a tile whose rows each start from one number: the bias, or zero.</summary>
    private readonly T* SpreadBias(nint row, nint rows)
    {
        for (nint i = 0; i < rows; i++)
            new Span<T>(_startRoom + i * _width, (int)_width).Fill(_problem.Start == GemmStart.RowBias ? _problem.Bias[row + i] : T.Zero);
        return _startRoom;
    }
}
