namespace AutoGrad.Training;

/// <summary>The area under the curve of true over false positives: how likely a row of the class scores above one that is not of it.</summary>
/// <remarks>
/// <para>Of two classes: scores [rows], any that rise with the probability, and targets [rows] of 0 and 1. Of several: scores [rows, classes]
/// and class numbers; the mean over the classes, each against the rest, leaving out one that no row or every row has.</para>
/// <para>Equal scores count half: the Mann-Whitney statistic. All scores are kept until <see cref="Reset"/>. NaN where a side is empty.</para>
/// </remarks>
public sealed class Auroc : Metric
{
    private readonly List<double[]> _scores = [];
    private readonly List<long> _targets = [];

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            if (_scores.Count == 0) return double.NaN;
            var classes = _scores[0].Length;
            if (classes == 1) return Area(0, 1);
            var (sum, counted) = (0.0, 0);
            for (var c = 0; c < classes; c++)
                if (Area(c, c) is var area && !double.IsNaN(area)) (sum, counted) = (sum + area, counted + 1);
            return sum / counted;
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _scores.Clear();
        _targets.Clear();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A score is NaN, or the number of classes differs from the batches before.</exception>
    public override void Update(Tensor output, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        var single = output.Rank == 1;
        if (single && output.Shape != target.Shape) throw new ShapeMismatchException(Name, output.Shape, target.Shape, "scores and targets must be [rows], or [rows, classes] and [rows]");
        if (single && !output.DType.IsFloating) throw new ArgumentException($"{Name}: the scores must be Float32 or Float64, not {output.DType}.", nameof(output));
        var targets = single ? Classes(target) : CheckClasses(output, target).Targets;
        var (classes, scores) = (single ? 1 : output.Shape[1], Numbers(output.Detach()));
        if (_scores.Count > 0 && _scores[0].Length != classes) throw new ArgumentException($"{Name}: the batches before had {_scores[0].Length} scores a row, this one {output.Shape} has {classes}.", nameof(output));
        for (var i = 0; i < targets.Length; i++)
            if (single && targets[i] is not (0 or 1)) throw new ArgumentException($"{Name}: the target {targets[i]} in row {i} is neither 0 nor 1.", nameof(target));
        if (Array.FindIndex(scores, double.IsNaN) is >= 0 and var nan) throw new ArgumentException($"{Name}: the score in row {nan / classes} is NaN, which has no place in an order.", nameof(output));
        for (var i = 0; i < targets.Length; i++)
        {
            _scores.Add(scores[(i * classes)..((i + 1) * classes)]);
            _targets.Add(targets[i]);
        }
    }

    // ranks of the positives, equal scores sharing the mean of theirs
    private double Area(int column, long positive)
    {
        var order = Enumerable.Range(0, _scores.Count).OrderBy(i => _scores[i][column]).ToArray();
        var (ranks, positives) = (0.0, 0L);
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && _scores[order[end]][column] == _scores[order[start]][column]) end++;
            for (var k = start; k < end; k++)
                if (_targets[order[k]] == positive) (ranks, positives) = (ranks + (start + 1 + end) / 2.0, positives + 1);
            start = end;
        }
        var negatives = order.Length - positives;
        return positives == 0 || negatives == 0 ? double.NaN : (ranks - positives * (positives + 1) / 2.0) / positives / negatives;
    }
}
