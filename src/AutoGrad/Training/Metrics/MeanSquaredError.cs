namespace AutoGrad.Training;

/// <summary>The mean of (prediction − target)² over all elements; predictions and targets of one shape.</summary>
public sealed class MeanSquaredError : Metric
{
    private double _sum;
    private long _count;

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override double Value => _sum / _count;

    /// <inheritdoc/>
    public override void Reset() => (_sum, _count) = (0, 0);

    /// <inheritdoc/>
    public override void Update(Tensor output, Tensor target)
    {
        var (x, y) = CheckNumbers(output, target);
        for (var i = 0; i < x.Length; i++) _sum += (x[i] - y[i]) * (x[i] - y[i]);
        _count += x.Length;
    }
}
