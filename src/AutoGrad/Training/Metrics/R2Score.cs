namespace AutoGrad.Training;

/// <summary>How much of the targets' variance the predictions explain: 1 for all of it, 0 for no more than their mean does.</summary>
/// <remarks>1 − Σ(target − prediction)²/Σ(target − mean)² over all elements; predictions and targets of one shape. NaN for fewer than two
/// elements; where all targets are equal, 1 for perfect predictions and −∞ for others.</remarks>
public sealed class R2Score : Metric
{
    private double _errors, _mean, _deviations;
    private long _count;

    /// <inheritdoc/>
    public override double Value => _count < 2 ? double.NaN : _errors == 0 ? 1 : 1 - _errors / _deviations;

    /// <inheritdoc/>
    public override void Reset() => (_errors, _mean, _deviations, _count) = (0, 0, 0, 0);

    /// <inheritdoc/>
    public override void Update(Tensor output, Tensor target)
    {
        var (x, y) = CheckNumbers(output, target);
        for (var i = 0; i < x.Length; i++)
        {
            _errors += (y[i] - x[i]) * (y[i] - x[i]);
            // Welford's sums, which lose nothing where the mean is large
            var away = y[i] - _mean;
            _mean += away / ++_count;
            _deviations += away * (y[i] - _mean);
        }
    }
}
