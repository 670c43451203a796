namespace AutoGrad;

/// <summary>Derivatives of some numbers along some directions of one input: as the rules say, and as central differences say.</summary>
/// <param name="rows">What is differentiated: output elements, or one weighted sum of them.</param>
/// <param name="columns">Directions: elements of the input, or random ones.</param>
internal sealed class Comparison(int rows, int columns)
{
    public int Rows => rows;

    public int Columns => columns;

    public double[,] Analytic { get; } = new double[rows, columns];

    public double[,] Numeric { get; } = new double[rows, columns];

    /// <summary>The pairs that disagree.</summary>
    public bool[,] Wrong { get; } = new bool[rows, columns];

    /// <summary>The directions along which the function has a kink or a jump.</summary>
    public bool[] Kinks { get; } = new bool[columns];

    /// <summary>The number of pairs that disagree, apart from kinks.</summary>
    public int WrongCount { get; private set; }

    /// <summary>True if every disagreement is along a direction with a kink, and there is one.</summary>
    public bool OnlyKinks => WrongCount == 0 && Array.IndexOf(Kinks, true) >= 0;

    /// <summary>The pair that is furthest apart; NaN counts as furthest, and kinks only when there is nothing else.</summary>
    public (int Row, int Column) Worst { get; private set; }

    private double _worst = double.NegativeInfinity;

    public void MarkWrong(int row, int column)
    {
        Wrong[row, column] = true;
        var error = Math.Abs(Analytic[row, column] - Numeric[row, column]);
        if (double.IsNaN(error)) error = double.PositiveInfinity;
        if (!Kinks[column])
        {
            if (WrongCount++ == 0) _worst = double.NegativeInfinity;
        }
        else if (WrongCount > 0) return;
        if (error <= _worst) return;
        (_worst, Worst) = (error, (row, column));
    }
}
