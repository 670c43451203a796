namespace AutoGrad.Nn;

/// <summary>How long each sequence of a batch is: steps are run over the sequences that have them, and over no other.</summary>
/// <remarks>What PyTorch's packed sequences do. The sequences are put in order of length, so that those which go on are always the first rows.</remarks>
internal sealed class SequenceLengths
{
    private readonly int[] _lengths;     // longest first
    private readonly Tensor? _order, _places;
    private readonly int _steps;

    private SequenceLengths(int[] lengths, int steps)
    {
        var order = new long[lengths.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        var sorted = true;
        for (var i = 1; i < lengths.Length; i++) sorted &= lengths[i] <= lengths[i - 1];
        (_lengths, _steps) = (lengths, steps);
        if (sorted) return;
        order = [.. order.OrderByDescending(i => lengths[i])];
        var places = new long[order.Length];
        for (var i = 0; i < order.Length; i++) places[order[i]] = i;
        _lengths = Array.ConvertAll(order, i => lengths[i]);
        (_order, _places) = (Tensor.From(order), Tensor.From(places));
    }

    /// <summary>The lengths of a batch [steps, batch, features], checked.</summary>
    public static SequenceLengths Of(string layer, Tensor lengths, Tensor x, bool single)
    {
        if (!lengths.DType.IsInteger) throw new ArgumentException($"{layer}: lengths are numbers of steps, Int64 or Int32, not {lengths.DType}.{NameScope.Suffix}", nameof(lengths));
        if (!(single && lengths.Rank == 0) && !lengths.Shape.SameAs([x.Shape[1]]))
            throw new ShapeMismatchException(layer, x.Shape, lengths.Shape, $"there must be one length for each of the {x.Shape[1]} sequences");
        var values = lengths.To(DType.Int64).ToArray<long>();
        for (var i = 0; i < values.Length; i++)
            if (values[i] < 0 || values[i] > x.Shape[0])
                throw new ArgumentOutOfRangeException(nameof(lengths), values[i], $"{layer}: the length of sequence {i} is from 0 to the {x.Shape[0]} steps of the input.{NameScope.Suffix}");
        return new SequenceLengths(Array.ConvertAll(values, v => (int)v), x.Shape[0]);
    }

    /// <summary>One direction of one layer.</summary>
    /// <param name="x">[steps, batch, features].</param>
    /// <param name="state">The parts of the initial state, each [1, batch, hidden].</param>
    /// <param name="run">The layer over some steps of some sequences, from a state.</param>
    /// <param name="backwards">From the last step of each sequence to the first.</param>
    /// <returns>The output, with zeros where a sequence has ended, and the parts of the final state.</returns>
    public (Tensor Output, Tensor[] Final) Run(Tensor x, Tensor[] state, Func<Tensor, Tensor[], (Tensor Output, Tensor[] Final)> run, bool backwards)
    {
        if (_order is not null)
        {
            x = x.IndexSelect(1, _order);
            state = Array.ConvertAll(state, part => part.IndexSelect(1, _order));
        }
        var outputs = new List<Tensor>();
        var stretches = Stretches();
        if (backwards) stretches.Reverse();
        var batch = _lengths.Length;
        foreach (var (from, to, rows) in stretches)
        {
            var part = x.Narrow(0, from, to - from).Narrow(1, 0, rows);
            var own = Array.ConvertAll(state, s => s.Narrow(1, 0, rows));
            var (y, after) = run(backwards ? part.Flip(0) : part, own);
            if (rows < batch)
            {
                y = y.Pad([(0, 0), (0, batch - rows), (0, 0)]);
                // those that have ended, or not begun, keep what they have
                for (var i = 0; i < after.Length; i++) after[i] = Tensor.Concat([after[i], state[i].Narrow(1, rows, batch - rows)], axis: 1);
            }
            state = after;
            outputs.Add(backwards ? y.Flip(0) : y);
        }
        if (backwards) outputs.Reverse();
        var last = stretches.Count == 0 ? 0 : _lengths[0];
        if (last < _steps) outputs.Add(Tensor.Zeros([_steps - last, batch, state[0].Shape[2]], x.DType));
        var output = outputs.Count == 1 ? outputs[0] : Tensor.Concat(outputs.ToArray());
        if (_places is null) return (output, state);
        return (output.IndexSelect(1, _places), Array.ConvertAll(state, part => part.IndexSelect(1, _places)));
    }

    // from step, to step, how many sequences have them all
    private List<(int From, int To, int Rows)> Stretches()
    {
        var stretches = new List<(int, int, int)>();
        var from = 0;
        for (var rows = _lengths.Length; rows > 0; rows--)
        {
            var to = _lengths[rows - 1];
            if (to > from) stretches.Add((from, to, rows));
            from = Math.Max(from, to);
        }
        return stretches;
    }
}
