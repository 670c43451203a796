namespace AutoGrad.Training;

/// <summary>The harmonic mean of precision and recall: twice the right guesses over guesses and rows of a class.</summary>
/// <inheritdoc/>
/// <param name="classes">Number of classes.</param>
/// <param name="averaging">How the figures of the classes become one.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is less than 1.</exception>
/// <exception cref="ArgumentException"><see cref="Averaging.Binary"/> is asked for with other than two classes.</exception>
public sealed class F1Score(int classes, Averaging averaging = Averaging.Macro) : ClassMetric(classes, averaging)
{
    private protected override double Figure(long right, long guessed, long rows) => Share(2 * right, guessed + rows);
}
