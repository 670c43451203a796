using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>The tiles of a block of rows of A times a block of B.</summary>
internal unsafe ref struct GemmBlock<T> where T : unmanaged, INumber<T>
{
    private readonly ref readonly GemmProblem<T> _problem;
    private readonly GemmPlan _plan;
    private readonly T* _panelsB, _copyOfA, _start;
    private readonly delegate*<GemmTileArguments<T>*, void>* _tiles;
    private readonly nint _lanes, _mostRows;
    private nint _column, _columns, _step;
    private GemmTileArguments<T> _tile;

    public GemmBlock(in GemmProblem<T> problem, GemmPlan plan, T* panelsB, T* copyOfA, T* start)
    {
        _problem = ref problem;
        _plan = plan;
        _panelsB = panelsB;
        _copyOfA = copyOfA;
        _start = start;
        _tiles = GemmTileTable<T>.Tiles;
        (_lanes, _mostRows) = (GemmTileTable<T>.Lanes, GemmTileTable<T>.MostRows);
        _tile.StrideC = problem.Shape.StrideC;
    }

    private readonly nint Width => 2 * _lanes;

    /// <summary>Goes to a block of B, and copies of it what is not read where it lies.</summary>
    public void TakeB(nint column, nint columns, nint step, nint steps)
    {
        (_column, _columns, _step, _tile.K) = (column, columns, step, steps);
        var shape = _problem.Shape;
        var first = _plan.PacksB ? 0 : columns / Width * Width;
        if (first == columns) return;
        var b = _problem.B + (shape.TransposeB ? (column + first) * shape.StrideB + step : step * shape.StrideB + column + first);
        GemmPacking.PackB(b, shape.StrideB, shape.TransposeB, steps, columns - first, _panelsB);
    }

    /// <summary>Does some rows of the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(nint row, nint rows)
    {
        var shape = _problem.Shape;
        var a = _problem.A + (shape.TransposeA ? _step * shape.StrideA + row : row * shape.StrideA + _step);
        nint steps = _tile.K, stride = shape.StrideA;
        if (_plan.CopiesA && !shape.TransposeA)
        {
            stride = steps + _plan.Gap;
            GemmPacking.SpreadRows(a, shape.StrideA, rows, steps, _copyOfA, stride);
            a = _copyOfA;
        }
        var tiles = (rows + _mostRows - 1) / _mostRows;
        var (least, more) = (rows / tiles, rows % tiles);       // as even as can be
        for (nint i = 0, t = 0; t < tiles; t++)
        {
            var height = t < more ? least + 1 : least;
            _tile.A = shape.TransposeA ? a + i : a + i * stride;
            _tile.StrideA = stride;
            if (_plan.CopiesA && shape.TransposeA)
            {
                GemmPacking.PackSteps(_tile.A, stride, _problem.A + shape.LengthA, height, steps, _copyOfA);
                _tile.A = _copyOfA;
                _tile.StrideA = height;
            }
            RunTiles(row + i, height);
            i += height;
        }
    }

    /// <summary>One row of tiles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunTiles(nint row, nint rows)
    {
        var shape = _problem.Shape;
        nint width = Width, steps = _tile.K, whole = _columns / width * width, rest = _columns - whole, startStep = 0;
        var c = _problem.C + row * shape.StrideC + _column;
        T* start = null;
        if (_step > 0 || _problem.Start == GemmStart.Result)
        {
            start = c;
            (startStep, _tile.StrideStart) = (1, shape.StrideC);
        }
        else if (_problem.Start == GemmStart.ColumnBias)
        {
            start = _problem.Bias + _column;
            (startStep, _tile.StrideStart) = (1, 0);
        }
        else if (_problem.Start == GemmStart.RowBias || _problem.Rectify)
        {
            start = SpreadBias(row, rows);
            _tile.StrideStart = width;
        }
        _tile.Floor = _problem.Rectify && _step + steps == shape.K ? T.Zero : GemmTileTable<T>.NoFloor;
        _tile.Rows = rows;
        (_tile.Vectors, _tile.LastLanes) = (2, _lanes);
        var b = _plan.PacksB ? _panelsB : _problem.B + _step * shape.StrideB + _column;
        var stepB = _plan.PacksB ? steps * width : width;
        _tile.StrideB = _plan.PacksB ? width : shape.StrideB;
        var tile = _tiles[GemmTileTable.Index(shape.TransposeA ? GemmTileKind.Steps : GemmTileKind.Rows, 2, (int)rows)];
        fixed (GemmTileArguments<T>* arguments = &_tile)
        {
            for (nint j = 0; j < whole; j += width, b += stepB)
            {
                arguments->B = b;
                arguments->C = c + j;
                arguments->Start = start + j * startStep;
                tile(arguments);
            }
            if (rest == 0) return;
            arguments->Vectors = rest <= _lanes ? 1 : 2;
            arguments->LastLanes = rest - (arguments->Vectors - 1) * _lanes;
            arguments->B = _plan.PacksB ? b : _panelsB;
            arguments->StrideB = arguments->Vectors * _lanes;
            arguments->C = c + whole;
            arguments->Start = start + whole * startStep;
            _tiles[GemmTileTable.Index(shape.TransposeA ? GemmTileKind.Steps : GemmTileKind.Rows, (int)arguments->Vectors, (int)rows)](arguments);
        }
    }

    /// <summary>The start of a tile whose rows each start from one number: the bias, or zero.</summary>
    private readonly T* SpreadBias(nint row, nint rows)
    {
        for (nint i = 0; i < rows; i++)
            new Span<T>(_start + i * Width, (int)Width).Fill(_problem.Start == GemmStart.RowBias ? _problem.Bias[row + i] : T.Zero);
        return _start;
    }
}
