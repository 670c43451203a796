namespace AutoGrad.Training;

/// <summary>The share of rows whose largest score is the right class's, from 0 to 1.</summary>
/// <remarks>Scores [rows, classes], logits or probabilities; targets [rows], class numbers. Of equal scores the first counts.</remarks>
public sealed class Accuracy : Metric
{
    private long _right, _rows;

    /// <inheritdoc/>
    public override double Value => (double)_right / _rows;

    /// <inheritdoc/>
    public override void Reset() => (_right, _rows) = (0, 0);

    /// <inheritdoc/>
    public override void Update(Tensor output, Tensor target)
    {
        var (rows, _, targets) = CheckClasses(output, target);
        if (rows == 0) return;
        var guesses = Classes(output.Detach().ArgMax(1));
        for (var i = 0; i < rows; i++)
            if (guesses[i] == targets[i]) _right++;
        _rows += rows;
    }
}
