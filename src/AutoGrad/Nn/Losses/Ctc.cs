namespace AutoGrad.Nn;

public static partial class Loss
{
    // stands for log 0 where ∞ − ∞ would be NaN; further from any sum of log-probabilities than these are from 0
    private const double Never = -1e30;

    /// <summary>Connectionist temporal classification: −log of the probability that a sequence of frames spells the target, over all ways to place its labels among blanks and repetitions.</summary>
    /// <remarks>
    /// Graves et al., "Connectionist temporal classification: labelling unsegmented sequence data with recurrent neural networks", 2006. The sum over
    /// all alignments is taken step by step in logarithms. The mean divides each loss by the length of its target first, as in PyTorch.
    /// A target that the frames cannot spell (too few of them) has an infinite loss and no gradient.
    /// </remarks>
    /// <param name="logProbabilities">Logarithms of probabilities, [frames, batch, classes], or [frames, classes] without a batch: what <see cref="Tensor.LogSoftmax"/> gives.</param>
    /// <param name="targets">Class numbers, Int64 or Int32: [batch, longest], of which each row's first ones count; or all targets one after another, [sum of lengths].</param>
    /// <param name="inputLengths">How many frames of each sequence count, [batch], Int64 or Int32; a scalar without a batch.</param>
    /// <param name="targetLengths">How many labels each target has, likewise.</param>
    /// <param name="reduction">What to make of the losses of single sequences.</param>
    /// <param name="blank">The class that stands for no label.</param>
    /// <param name="zeroInfinity">Count targets that cannot be spelled as 0.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">There is no sequence, a label is no class or the blank, a length is out of range, or an element type is wrong.</exception>
    public static Tensor Ctc(
        Tensor logProbabilities, Tensor targets, Tensor inputLengths, Tensor targetLengths, Reduction reduction = Reduction.Mean, int blank = 0, bool zeroInfinity = false)
    {
        ArgumentNullException.ThrowIfNull(logProbabilities);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(inputLengths);
        ArgumentNullException.ThrowIfNull(targetLengths);
        if (!logProbabilities.DType.IsFloating) throw Guard.NeedsFloat("Ctc", logProbabilities.DType);
        if (logProbabilities.Rank is not (2 or 3)) throw new ArgumentException($"Ctc: the log-probabilities {logProbabilities.Shape} must be [frames, batch, classes] or [frames, classes].{NameScope.Suffix}", nameof(logProbabilities));
        var single = logProbabilities.Rank == 2;
        var x = single ? logProbabilities.Unsqueeze(1) : logProbabilities;
        if (blank < 0 || blank >= x.Shape[2]) throw new ArgumentOutOfRangeException(nameof(blank), blank, $"Ctc: the blank is one of the {x.Shape[2]} classes.{NameScope.Suffix}");
        var labels = CtcLabels.Of(x, targets, inputLengths, targetLengths, blank);

        var spelled = Spelled(x, labels);
        var losses = Tensor.Where(spelled < Never / 2, zeroInfinity ? Tensor.Zeros([], x.DType) : Tensor.Full([], double.PositiveInfinity, x.DType), -spelled);
        if (reduction == Reduction.Mean) losses /= labels.Divisors(x.DType);
        if (single && reduction == Reduction.None) return losses.Squeeze(0);
        return Reduce(losses, reduction);
    }

    /// <summary>The logarithm of the probability of each target, [batch].</summary>
    private static Tensor Spelled(Tensor x, CtcLabels labels)
    {
        var (frames, batch, states) = (x.Shape[0], x.Shape[1], labels.States);
        var emitted = x.Gather(2, labels.Classes.Unsqueeze(0).Expand(new Shape(frames, batch, states)));
        // before the first frame: at the first blank
        var alpha = Tensor.Full([batch, states], Never, x.DType).IndexFill(1, Tensor.From([0L]), 0);
        for (var frame = 0; frame < frames; frame++)
        {
            var moved = alpha.LogAddExp(Shifted(alpha, 1)).LogAddExp(Tensor.Where(labels.MaySkip, Shifted(alpha, 2), Never)) + emitted[frame];
            alpha = labels.IsRunning(frame) is { } running ? Tensor.Where(running, moved, alpha) : moved;
        }
        var ends = alpha.Gather(1, labels.Ends);
        var last = ends.Select(1, 0);
        return Tensor.Where(labels.IsEmpty, last, last.LogAddExp(ends.Select(1, 1)));
    }

    private static Tensor Shifted(Tensor alpha, int by) =>
        alpha.Shape[1] <= by ? Tensor.Full(alpha.Shape, Never, alpha.DType) : alpha.Narrow(1, 0, alpha.Shape[1] - by).Pad([(0, 0), (by, 0)], Never);
}
