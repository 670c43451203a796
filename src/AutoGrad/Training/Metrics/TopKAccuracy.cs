namespace AutoGrad.Training;

/// <summary>The share of rows in which the right class has one of the k largest scores, from 0 to 1.</summary>
/// <remarks>Scores [rows, classes]; targets [rows], class numbers. Of equal scores the earlier class counts as larger; a score that is NaN is never among them.</remarks>
public sealed class TopKAccuracy : Metric
{
    private readonly int _k;
    private long _right, _rows;

    /// <summary>Creates the metric.</summary>
    /// <param name="k">How many guesses a row has.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than 1.</exception>
    public TopKAccuracy(int k = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        _k = k;
    }

    /// <inheritdoc/>
    public override string Name => $"Top{_k}Accuracy";

    /// <inheritdoc/>
    public override double Value => (double)_right / _rows;

    /// <inheritdoc/>
    public override void Reset() => (_right, _rows) = (0, 0);

    /// <inheritdoc/>
    public override void Update(Tensor output, Tensor target)
    {
        var (rows, classes, targets) = CheckClasses(output, target);
        var scores = Numbers(output.Detach());
        for (var i = 0; i < rows; i++)
        {
            var row = scores.AsSpan(i * classes, classes);
            var (own, larger) = (row[(int)targets[i]], 0);
            for (var c = 0; c < classes; c++)
                if (row[c] > own || row[c] == own && c < targets[i]) larger++;
            if (larger < _k && !double.IsNaN(own)) _right++;
        }
        _rows += rows;
    }
}
