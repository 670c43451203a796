namespace AutoGrad;

/// <summary>How a function changes along one direction of one input, from its values at x − h, x and x + h.</summary>
/// <param name="Displacement">(x₊ − x₋) / width, element by element: the direction that was really taken, after rounding.</param>
/// <param name="Central">(f₊ − f₋) / width, for each output element.</param>
/// <param name="Gap">The difference of the two one-sided quotients, for each output element: it shrinks with the step unless there is a kink.</param>
/// <param name="Noise">What rounding of f may have added to each element of <paramref name="Central"/>.</param>
internal readonly record struct DifferenceQuotient(double[] Displacement, double[] Central, double[] Gap, double[] Noise)
{
    /// <summary>The step that balances rounding against truncation of a central difference: ε^(1/3).</summary>
    public static readonly double BestStep = Math.Cbrt(Math.Pow(2, -52));

    // a few roundings in f are taken for granted
    private const double Roundings = 8;

    /// <summary>Evaluates the function twice.</summary>
    /// <param name="function">The function.</param>
    /// <param name="leaf">Which floating input moves.</param>
    /// <param name="direction">Where to; each element moves in proportion to max(1, |x|) too.</param>
    /// <param name="step">How far, relative to max(1, |x|).</param>
    /// <param name="center">The values at x.</param>
    public static DifferenceQuotient Take(CheckedFunction function, int leaf, double[] direction, double step, double[] center)
    {
        var x = function.Input(leaf).Span<double>();
        var (plus, minus, displacement, width) = (x.ToArray(), x.ToArray(), new double[x.Length], 0.0);
        for (var j = 0; j < x.Length; j++)
        {
            var move = step * Math.Max(1, Math.Abs(x[j])) * direction[j];
            plus[j] += move;
            minus[j] -= move;
            displacement[j] = plus[j] - minus[j];
            width = Math.Max(width, Math.Abs(displacement[j]));
        }
        for (var j = 0; j < x.Length; j++) displacement[j] /= width;
        var (up, down) = (function.Record(leaf, plus).Values(), function.Record(leaf, minus).Values());
        var quotient = new DifferenceQuotient(displacement, new double[center.Length], new double[center.Length], new double[center.Length]);
        if (up.Length != center.Length || down.Length != center.Length)
            throw new ArgumentException($"GradCheck: the function returns {center.Length} floating elements at the sample and {(up.Length != center.Length ? up.Length : down.Length)} near it: its result must keep its shape.", nameof(function));
        for (var k = 0; k < center.Length; k++)
        {
            quotient.Central[k] = (up[k] - down[k]) / width;
            quotient.Gap[k] = (up[k] - 2 * center[k] + down[k]) * (2 / width);
            quotient.Noise[k] = Roundings * Math.Pow(2, -53) * (Math.Abs(up[k]) + Math.Abs(down[k])) / width;
        }
        return quotient;
    }
}
