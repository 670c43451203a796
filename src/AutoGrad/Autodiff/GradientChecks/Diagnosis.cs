using System.Globalization;

namespace AutoGrad;

/// <summary>Guesses from the numbers what is wrong with a gradient.</summary>
internal static class Diagnosis
{
    private const double Close = 1e-4;

    /// <summary>The likely cause, and what speaks for it.</summary>
    /// <param name="comparison">The numbers.</param>
    /// <param name="input">The input's shape.</param>
    /// <param name="outputs">The outputs.</param>
    /// <param name="byElement">The numbers are a Jacobian, element by element.</param>
    /// <param name="order">The order of derivative.</param>
    public static (GradCheckCause Cause, string Explanation) Of(Comparison comparison, Shape input, Tensor[] outputs, bool byElement, int order)
    {
        if (comparison.OnlyKinks)
            return (GradCheckCause.Kink, "kink near the sample: the one-sided differences disagree however small the step, so there is no gradient to compare with; check at another point");
        var of = $"{comparison.WrongCount} of {comparison.Rows * comparison.Columns} {(byElement ? "entries of the Jacobian" : "random directions")}";
        if (NotFinite(comparison) is { } what) return (GradCheckCause.NotFinite, $"{what} is not a finite number");
        var factor = Factor(comparison);
        if (factor == 0) return (GradCheckCause.ZeroGradient, Zero("the gradient is zero where the function changes", order));
        if (factor is { } f)
            return Math.Abs(f + 1) < Close ? (GradCheckCause.WrongSign, "analytic = −numeric: the sign is flipped") : Scaled(f, input, outputs);
        if (byElement && Permuted(comparison))
            return (GradCheckCause.Permuted, $"the right numbers are in the wrong places ({of}): a transposed or permuted gradient, or a wrong axis");
        return ZeroWhereWrong(comparison)
            ? (GradCheckCause.ZeroGradient, Zero($"the gradient is zero in {of} where the function changes", order))
            : (GradCheckCause.WrongValue, $"{of} differ, without a simple pattern: a term of the rule is missing, extra or wrong");
    }

    private static string Zero(string what, int order) =>
        what + (order == 1 ? ": a term is missing, or Detach or NoGrad cuts the graph" : ": a rule is not written in tensor operations, or Detach or NoGrad cuts the graph inside it");

    private static string? NotFinite(Comparison comparison)
    {
        var (row, column) = comparison.Worst;
        return !double.IsFinite(comparison.Numeric[row, column]) ? "the function near the sample" : !double.IsFinite(comparison.Analytic[row, column]) ? "the gradient" : null;
    }

    /// <summary>The one number c with analytic = c·numeric; null if there is none.</summary>
    private static double? Factor(Comparison comparison)
    {
        var (product, square, largest, pairs) = (0.0, 0.0, 0.0, 0);
        Visit(comparison, (a, n) =>
        {
            if (n != 0) pairs++;
            product += a * n;
            square += n * n;
            largest = Math.Max(largest, Math.Max(Math.Abs(a), Math.Abs(n)));
        });
        if (square == 0) return null;
        var (factor, fits) = (product / square, true);
        Visit(comparison, (a, n) => fits &= Math.Abs(a - factor * n) <= Close * largest);
        if (!fits) return null;
        if (Math.Abs(factor) < Close) return 0;
        // any two numbers have a ratio; alone, only a round one says something
        return pairs > 1 || IsRound(factor) || IsRound(1 / factor) ? factor : null;
    }

    private static bool IsRound(double factor) => Math.Abs(factor - Math.Round(factor)) < Close && Math.Abs(factor) < 1000;

    private static void Visit(Comparison comparison, Action<double, double> pair)
    {
        for (var row = 0; row < comparison.Rows; row++)
            for (var column = 0; column < comparison.Columns; column++)
                if (!comparison.Kinks[column]) pair(comparison.Analytic[row, column], comparison.Numeric[row, column]);
    }

    private static (GradCheckCause, string) Scaled(double factor, Shape input, Tensor[] outputs)
    {
        var count = Math.Abs(factor) >= 1 ? factor : 1 / factor;
        var text = factor.ToString("G6", CultureInfo.InvariantCulture);
        if (Math.Abs(count - Math.Round(count)) > Close * count || Math.Abs(count) < 1.5 || !Extents(input, outputs).Contains((int)Math.Round(count)))
            return (GradCheckCause.ConstantFactor, $"analytic = {text}·numeric everywhere: a constant factor is missing or extra");
        // 2 is the factor that is forgotten most, and the extent that is met most
        return (int)Math.Round(count) == 2
            ? (GradCheckCause.ConstantFactor, $"analytic = {text}·numeric everywhere: a constant factor is missing or extra; 2 is an extent of the shapes too, so it may be a sum over a broadcast axis")
            : (GradCheckCause.BroadcastCount, $"analytic = {text}·numeric everywhere, and {(int)Math.Round(count)} is an extent of the shapes: the gradient is summed too often over a broadcast axis, or not at all");
    }

    private static HashSet<int> Extents(Shape input, Tensor[] outputs)
    {
        HashSet<int> extents = [.. input, input.Size];
        foreach (var output in outputs)
        {
            extents.UnionWith(output.Shape);
            extents.Add(output.Size);
            if (input.Size > 0 && output.Size % input.Size == 0) extents.Add(output.Size / input.Size);
            if (output.Size > 0 && input.Size % output.Size == 0) extents.Add(input.Size / output.Size);
        }
        return extents;
    }

    /// <summary>Each row holds the right numbers, in another order.</summary>
    private static bool Permuted(Comparison comparison)
    {
        var (a, n) = (new double[comparison.Columns], new double[comparison.Columns]);
        for (var row = 0; row < comparison.Rows; row++)
        {
            for (var column = 0; column < a.Length; column++) (a[column], n[column]) = (comparison.Analytic[row, column], comparison.Numeric[row, column]);
            Array.Sort(a);
            Array.Sort(n);
            var largest = Math.Max(Math.Max(Math.Abs(n[0]), Math.Abs(n[^1])), 1e-6);
            for (var i = 0; i < a.Length; i++)
                if (Math.Abs(a[i] - n[i]) > Close * largest) return false;
        }
        return true;
    }

    private static bool ZeroWhereWrong(Comparison comparison)
    {
        for (var row = 0; row < comparison.Rows; row++)
            for (var column = 0; column < comparison.Columns; column++)
                if (comparison.Wrong[row, column] && !comparison.Kinks[column] && comparison.Analytic[row, column] != 0) return false;
        return true;
    }
}
