namespace AutoGrad.Training;

/// <summary>The share of the rows of a class that are found.</summary>
/// <inheritdoc/>
/// <param name="classes">Number of classes.</param>
/// <param name="averaging">How the figures of the classes become one.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is less than 1.</exception>
/// <exception cref="ArgumentException"><see cref="Averaging.Binary"/> is asked for with other than two classes.</exception>
public sealed class Recall(int classes, Averaging averaging = Averaging.Macro) : ClassMetric(classes, averaging)
{
    private protected override double Figure(long right, long guessed, long rows) => Share(right, rows);
}
