namespace AutoGrad.Training;

/// <summary>A figure of right guesses, guesses and rows of each class: what <see cref="Precision"/>, <see cref="Recall"/> and <see cref="F1Score"/> share.</summary>
/// <remarks>Scores [rows, classes], of which the largest is the guess; targets [rows], class numbers. A share of nothing counts as 0.</remarks>
public abstract class ClassMetric : Metric
{
    private readonly ConfusionMatrix _counts;
    private readonly Averaging _averaging;

    private protected ClassMetric(int classes, Averaging averaging)
    {
        _counts = new ConfusionMatrix(classes);
        if (averaging == Averaging.Binary && classes != 2) throw new ArgumentException($"{GetType().Name}: Averaging.Binary is for two classes, not {classes}.", nameof(averaging));
        _averaging = averaging;
    }

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            var (all, sum, weight) = ((Right: 0L, Guessed: 0L, Rows: 0L), 0.0, 0.0);
            for (var c = 0; c < _counts.ClassCount; c++)
            {
                var own = _counts.Of(c);
                all = (all.Right + own.Right, all.Guessed + own.Guessed, all.Rows + own.Rows);
                if (own.Guessed + own.Rows == 0) continue;
                var share = _averaging == Averaging.Weighted ? own.Rows : 1.0;
                (sum, weight) = (sum + share * Of(c), weight + share);
            }
            if (all.Rows == 0) return double.NaN;
            return _averaging switch
            {
                Averaging.Binary => Of(1),
                Averaging.Micro => Figure(all.Right, all.Guessed, all.Rows),
                _ => sum / weight,
            };
        }
    }

    /// <summary>The figure of one class.</summary>
    /// <param name="c">The class.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such class.</exception>
    public double Of(int c)
    {
        var (right, guessed, rows) = _counts.Of(c);
        return Figure(right, guessed, rows);
    }

    /// <inheritdoc/>
    public override void Reset() => _counts.Reset();

    /// <inheritdoc/>
    public override void Update(Tensor output, Tensor target) => _counts.Update(output, target);

    private protected abstract double Figure(long right, long guessed, long rows);

    private protected static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
