namespace AutoGrad.Nn;

/// <summary>The targets of <see cref="Loss.Ctc"/>, checked, with a blank before, between and after the labels: 2 · labels + 1 states.</summary>
internal sealed class CtcLabels
{
    private readonly long[] _frames, _lengths;

    private CtcLabels(long[] frames, long[] lengths, long[][] labels, int blank)
    {
        (_frames, _lengths) = (frames, lengths);
        var batch = frames.Length;
        States = 2 * (int)lengths.Max() + 1;
        var (classes, skips, ends, empty) = (new long[batch * States], new bool[batch * States], new long[batch * 2], new bool[batch]);
        Array.Fill(classes, blank);
        for (var row = 0; row < batch; row++)
        {
            var at = row * States;
            for (var i = 0; i < lengths[row]; i++)
            {
                classes[at + 2 * i + 1] = labels[row][i];
                // from one label to the next without a blank, unless they are equal
                skips[at + 2 * i + 1] = i > 0 && labels[row][i] != labels[row][i - 1];
            }
            empty[row] = lengths[row] == 0;
            (ends[2 * row], ends[2 * row + 1]) = (2 * lengths[row], Math.Max(0, 2 * lengths[row] - 1));
        }
        (Classes, MaySkip) = (Tensor.From(classes, [batch, States]), Tensor.From(skips, [batch, States]));
        (Ends, IsEmpty) = (Tensor.From(ends, [batch, 2]), Tensor.From(empty));
    }

    /// <summary>Number of states of the longest target.</summary>
    public int States { get; }

    /// <summary>The class of each state, [batch, states].</summary>
    public Tensor Classes { get; }

    /// <summary>Where a state may be reached from the one before the last, [batch, states].</summary>
    public Tensor MaySkip { get; }

    /// <summary>The two states a target may end in, [batch, 2].</summary>
    public Tensor Ends { get; }

    /// <summary>Targets without labels, [batch].</summary>
    public Tensor IsEmpty { get; }

    /// <summary>Which sequences have a frame, [batch, 1]; null for all.</summary>
    public Tensor? IsRunning(int frame) => _frames.All(length => length > frame) ? null : Tensor.From(Array.ConvertAll(_frames, length => length > frame), [_frames.Length, 1]);

    /// <summary>What the mean divides the losses by, [batch].</summary>
    public Tensor Divisors(DType dtype) => Tensor.From(Array.ConvertAll(_lengths, length => (double)Math.Max(1, length))).To(dtype);

    public static CtcLabels Of(Tensor x, Tensor targets, Tensor inputLengths, Tensor targetLengths, int blank)
    {
        var batch = x.Shape[1];
        if (batch == 0) throw new ArgumentException($"Ctc: the log-probabilities {x.Shape} hold no sequence.{NameScope.Suffix}", nameof(x));
        if (!targets.DType.IsInteger) throw new ArgumentException($"Ctc: targets are class numbers, Int64 or Int32, not {targets.DType}.{NameScope.Suffix}", nameof(targets));
        var frames = Lengths("input", inputLengths, x, x.Shape[0]);
        var joined = targets.Rank == 1 && batch > 1 || targets.Rank == 1 && targetLengths.Rank > 0;
        if (!joined && !(targets.Rank == 2 && targets.Shape[0] == batch) && !(targets.Rank == 1 && batch == 1))
            throw new ShapeMismatchException("Ctc", x.Shape, targets.Shape, $"the targets must be [{batch}, longest], or all of them one after another");
        var lengths = Lengths("target", targetLengths, x, joined ? targets.Size : targets.Shape[^1]);
        if (joined && lengths.Sum() != targets.Size) throw new ShapeMismatchException("Ctc", targets.Shape, targetLengths.Shape, $"the target lengths sum to {lengths.Sum()}, but there are {targets.Size} labels");
        return new CtcLabels(frames, lengths, Rows(targets, lengths, joined, x.Shape[2], blank), blank);
    }

    private static long[][] Rows(Tensor targets, long[] lengths, bool joined, int classes, int blank)
    {
        var all = targets.To(DType.Int64).ToArray<long>();
        var (rows, start) = (new long[lengths.Length][], 0);
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = all[start..(start + (int)lengths[row])];
            for (var i = 0; i < rows[row].Length; i++)
                if (rows[row][i] < 0 || rows[row][i] >= classes || rows[row][i] == blank)
                    throw new ArgumentException($"Ctc: label {rows[row][i]} at place {i} of target {row} is no class, or the blank {blank}: there are {classes} classes, from 0.{NameScope.Suffix}", nameof(targets));
            start += joined ? (int)lengths[row] : targets.Shape[^1];
        }
        return rows;
    }

    private static long[] Lengths(string what, Tensor lengths, Tensor x, int most)
    {
        if (!lengths.DType.IsInteger) throw new ArgumentException($"Ctc: {what} lengths are Int64 or Int32, not {lengths.DType}.{NameScope.Suffix}", $"{what}Lengths");
        if (!lengths.Shape.SameAs([x.Shape[1]]) && !(lengths.Rank == 0 && x.Shape[1] == 1)) throw new ShapeMismatchException("Ctc", x.Shape, lengths.Shape, $"there must be one {what} length for each of the {x.Shape[1]} sequences");
        var values = lengths.To(DType.Int64).ToArray<long>();
        for (var i = 0; i < values.Length; i++)
            if (values[i] < 0 || values[i] > most) throw new ArgumentOutOfRangeException($"{what}Lengths", values[i], $"Ctc: the {what} length of sequence {i} is from 0 to {most}.{NameScope.Suffix}");
        return values;
    }
}
