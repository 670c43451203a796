namespace AutoGrad.Kernels;

/// <summary>How operands of other shapes are walked beside an output: axes that run on together are one axis.</summary>
/// <remarks>
/// An operand's stride is 0 along an axis it is repeated on. After collapsing, the innermost axis of each operand is a
/// contiguous run or one repeated element, so kernels see plain spans and nothing is expanded in memory.
/// </remarks>
internal ref struct BroadcastPlan
{
    private readonly Span<int> _extents, _strides, _counter;
    private readonly int _operands;

    /// <summary>Plans a walk over <paramref name="output"/>.</summary>
    /// <param name="output">Extents of the output.</param>
    /// <param name="operands">How many operands are walked beside it.</param>
    /// <param name="work">At least (2 + operands) · (rank + 1) integers.</param>
    public BroadcastPlan(ReadOnlySpan<int> output, int operands, Span<int> work)
    {
        var room = output.Length + 1;
        _operands = operands;
        _extents = work[..room];
        _counter = work.Slice(room, room);
        _strides = work.Slice(2 * room, operands * room);
        _counter.Clear();
        Rank = output.Length;
        for (var axis = 0; axis < output.Length; axis++) _extents[axis] = output[^(axis + 1)];      // innermost first
        if (Rank == 0) (Rank, _extents[0]) = (1, 1);
        _strides.Clear();
    }

    /// <summary>Number of axes left after <see cref="Collapse"/>; the innermost is axis 0.</summary>
    public int Rank { get; private set; }

    /// <summary>Length of the innermost run.</summary>
    public readonly int Run => _extents[0];

    /// <summary>Number of innermost runs.</summary>
    public readonly int Runs
    {
        get
        {
            var runs = 1;
            for (var axis = 1; axis < Rank; axis++) runs *= _extents[axis];
            return runs;
        }
    }

    private readonly Span<int> StridesOf(int operand) => _strides.Slice(operand * _extents.Length, _extents.Length);

    /// <summary>True when the operand repeats one element along the innermost run.</summary>
    public readonly bool Repeats(int operand) => StridesOf(operand)[0] == 0;

    /// <summary>States an operand's extents.</summary>
    public readonly void Add(int operand, ReadOnlySpan<int> extents)
    {
        var strides = StridesOf(operand);
        var step = 1;
        for (var axis = 0; axis < extents.Length; axis++)
        {
            var extent = extents[^(axis + 1)];
            strides[axis] = extent == 1 ? 0 : step;
            step *= extent;
        }
    }

    /// <summary>Joins neighbouring axes that every operand walks on without a jump.</summary>
    public void Collapse()
    {
        var last = 0;
        for (var axis = 1; axis < Rank; axis++)
        {
            if (_extents[axis] == 1) continue;
            if (_extents[last] == 1 || Joins(last, axis))
            {
                if (_extents[last] == 1) Move(axis, last);
                else _extents[last] *= _extents[axis];
                continue;
            }
            Move(axis, ++last);
        }
        Rank = last + 1;
    }

    /// <summary>Goes to the next run; the offsets move along.</summary>
    public readonly void Next(Span<int> offsets)
    {
        for (var axis = 1; axis < Rank; axis++)
        {
            for (var k = 0; k < _operands; k++) offsets[k] += StridesOf(k)[axis];
            if (++_counter[axis] < _extents[axis]) return;
            _counter[axis] = 0;
            for (var k = 0; k < _operands; k++) offsets[k] -= StridesOf(k)[axis] * _extents[axis];
        }
    }

    /// <summary>Goes from the beginning to the run that holds an element of the output, and says where in the run it is.</summary>
    public readonly int Seek(int element, Span<int> offsets)
    {
        var (runs, within) = Math.DivRem(element, Run);
        for (var axis = 1; axis < Rank && runs > 0; axis++)
        {
            (runs, _counter[axis]) = Math.DivRem(runs, _extents[axis]);
            for (var k = 0; k < _operands; k++) offsets[k] += StridesOf(k)[axis] * _counter[axis];
        }
        return within;
    }

    private readonly bool Joins(int inner, int outer)
    {
        for (var k = 0; k < _operands; k++)
            if (StridesOf(k)[outer] != StridesOf(k)[inner] * _extents[inner]) return false;
        return true;
    }

    private readonly void Move(int from, int to)
    {
        _extents[to] = _extents[from];
        for (var k = 0; k < _operands; k++) StridesOf(k)[to] = StridesOf(k)[from];
    }
}
