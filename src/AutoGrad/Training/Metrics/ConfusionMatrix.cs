namespace AutoGrad.Training;

/// <summary>How often each class was taken for each other.</summary>
/// <remarks>Scores [rows, classes], of which the largest is the guess; targets [rows], class numbers.</remarks>
public sealed class ConfusionMatrix : Metric
{
    private readonly long[,] _counts;

    /// <summary>Creates the matrix.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is less than 1.</exception>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        _counts = new long[classes, classes];
    }

    /// <summary>Number of classes.</summary>
    public int ClassCount => _counts.GetLength(0);

    /// <summary>Rows of one class that were taken for another.</summary>
    /// <param name="right">The right class.</param>
    /// <param name="guess">The guessed class.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such class.</exception>
    public long this[int right, int guess] => _counts[right, guess];

    /// <summary>The share of rows on the diagonal: the accuracy.</summary>
    public override double Value
    {
        get
        {
            long right = 0, all = 0;
            for (var i = 0; i < ClassCount; i++)
                for (var j = 0; j < ClassCount; j++)
                {
                    all += _counts[i, j];
                    if (i == j) right += _counts[i, j];
                }
            return (double)right / all;
        }
    }

    /// <summary>The counts as a tensor, Int64 [right class, guessed class].</summary>
    public Tensor ToTensor() => Tensor.From(_counts);

    /// <inheritdoc/>
    public override void Reset() => Array.Clear(_counts);

    /// <inheritdoc/>
    public override void Update(Tensor output, Tensor target)
    {
        var (rows, classes, targets) = CheckClasses(output, target);
        if (classes != ClassCount) throw new ShapeMismatchException(Name, output.Shape, [ClassCount], $"the matrix has {ClassCount} classes, so the scores must be [rows, {ClassCount}]");
        if (rows == 0) return;
        var guesses = Classes(output.Detach().ArgMax(1));
        for (var i = 0; i < rows; i++) _counts[targets[i], guesses[i]]++;
    }

    /// <summary>A table of the counts: a line for each right class, a column for each guess.</summary>
    public override string ToString()
    {
        var width = 1 + _counts.Cast<long>().Append(ClassCount).Max(n => $"{n}".Length);
        var lines = new List<string> { "".PadLeft(width) + string.Concat(Enumerable.Range(0, ClassCount).Select(j => $"{j}".PadLeft(width))) };
        for (var i = 0; i < ClassCount; i++) lines.Add($"{i}".PadLeft(width) + string.Concat(Enumerable.Range(0, ClassCount).Select(j => $"{_counts[i, j]}".PadLeft(width))));
        return string.Join('\n', lines);
    }

    /// <summary>Right guesses, all guesses and all rows of a class.</summary>
    internal (long Right, long Guessed, long Rows) Of(int c)
    {
        var (guessed, rows) = (0L, 0L);
        for (var k = 0; k < ClassCount; k++) (guessed, rows) = (guessed + _counts[k, c], rows + _counts[c, k]);
        return (_counts[c, c], guessed, rows);
    }
}
