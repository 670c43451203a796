namespace AutoGrad;

/// <summary>Compares derivatives along directions of one input, with smaller and larger steps where the usual one disagrees.</summary>
internal sealed class Directions(CheckedFunction function, int leaf, double[] center, GradCheckOptions options)
{
    // smaller steps for functions that bend much, a larger one for functions that round much
    private static readonly double[] s_otherSteps = [1.0 / 8, 1.0 / 64, 16];

    // of a smooth function the one-sided quotients approach each other in proportion to the step: here by 64
    private const double GapThatStays = 0.25;

    /// <summary>Compares gradients along directions.</summary>
    /// <param name="gradients">The gradient of each number that is differentiated.</param>
    /// <param name="directions">The directions.</param>
    /// <param name="weights">What makes one number of the output elements; null to look at each of them.</param>
    public Comparison Compare(double[][] gradients, double[][] directions, double[]? weights)
    {
        var comparison = new Comparison(gradients.Length, directions.Length);
        for (var column = 0; column < directions.Length; column++) Compare(comparison, column, gradients, directions[column], weights);
        return comparison;
    }

    private void Compare(Comparison comparison, int column, double[][] gradients, double[] direction, double[]? weights)
    {
        var step = options.Step ?? DifferenceQuotient.BestStep;
        var first = Look(gradients, direction, step, weights);
        var disagrees = first.Disagrees;
        var last = default(View);
        foreach (var factor in s_otherSteps)
        {
            if (!disagrees.Contains(true)) break;
            var view = Look(gradients, direction, step * factor, weights);
            for (var row = 0; row < disagrees.Length; row++) disagrees[row] &= view.Disagrees[row];
            if (factor == 1.0 / 64) last = view;
        }
        for (var row = 0; row < gradients.Length; row++)
        {
            (comparison.Analytic[row, column], comparison.Numeric[row, column]) = (first.Analytic[row], first.Numeric[row]);
            if (disagrees[row] && Math.Abs(last.Gap[row]) > Math.Max(GapThatStays * Math.Abs(first.Gap[row]), 4 * last.Allowed[row])) comparison.Kinks[column] = true;
        }
        for (var row = 0; row < gradients.Length; row++)
            if (disagrees[row]) comparison.MarkWrong(row, column);
    }

    private readonly record struct View(double[] Analytic, double[] Numeric, double[] Gap, double[] Allowed, bool[] Disagrees);

    private View Look(double[][] gradients, double[] direction, double step, double[]? weights)
    {
        var quotient = DifferenceQuotient.Take(function, leaf, direction, step, center);
        var rows = gradients.Length;
        var view = new View(new double[rows], new double[rows], new double[rows], new double[rows], new bool[rows]);
        for (var row = 0; row < rows; row++)
        {
            var (analytic, square) = (0.0, 0.0);
            for (var j = 0; j < direction.Length; j++)
            {
                if (quotient.Displacement[j] == 0) continue;
                var term = gradients[row][j] * quotient.Displacement[j];
                analytic += term;
                square += term * term;
            }
            var (numeric, gap, noise) = weights is null
                ? (quotient.Central[row], quotient.Gap[row], quotient.Noise[row])
                : (Weighted(quotient.Central, weights, absolute: false), Weighted(quotient.Gap, weights, absolute: false), Weighted(quotient.Noise, weights, absolute: true));
            var scale = Math.Max(Math.Sqrt(square), Math.Max(Math.Abs(analytic), Math.Abs(numeric)));
            (view.Analytic[row], view.Numeric[row], view.Gap[row]) = (analytic, numeric, gap);
            view.Allowed[row] = options.AbsoluteTolerance + options.RelativeTolerance * scale + noise;
            view.Disagrees[row] = !(Math.Abs(analytic - numeric) <= view.Allowed[row]);
        }
        return view;
    }

    private static double Weighted(double[] elements, double[] weights, bool absolute)
    {
        var sum = 0.0;
        for (var k = 0; k < elements.Length; k++) sum += elements[k] * (absolute ? Math.Abs(weights[k]) : weights[k]);
        return sum;
    }
}
