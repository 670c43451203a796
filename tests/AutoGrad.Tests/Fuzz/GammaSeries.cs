namespace AutoGrad.Tests.Fuzz;

/// <summary>The gamma function's logarithm and its derivatives for positive arguments, by recurrence upwards and Stirling's series.</summary>
internal static class GammaSeries
{
    private const double Far = 20;

    // B₂, B₄, …
    private static readonly double[] s_bernoulli = [1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510];

    public static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < Far; x++) shift += Math.Log(x);
        var sum = (x - 0.5) * Math.Log(x) - x + Math.Log(2 * Math.PI) / 2;
        for (var k = 1; k <= s_bernoulli.Length; k++) sum += s_bernoulli[k - 1] / (2 * k * (2 * k - 1) * Math.Pow(x, 2 * k - 1));
        return sum - shift;
    }

    /// <summary>The n-th derivative of the digamma function.</summary>
    public static double Polygamma(int n, double x)
    {
        var (sign, sum) = (n % 2 == 0 ? -1.0 : 1.0, 0.0);       // (−1)ⁿ⁺¹
        for (; x < Far; x++) sum += sign * Factorial(n) / Math.Pow(x, n + 1);
        sum += n == 0 ? Math.Log(x) - 0.5 / x : sign * (Factorial(n - 1) / Math.Pow(x, n) + Factorial(n) / (2 * Math.Pow(x, n + 1)));
        for (var k = 1; k <= s_bernoulli.Length; k++)
            sum += sign * s_bernoulli[k - 1] * Factorial(2 * k + n - 1) / (Factorial(2 * k) * Math.Pow(x, 2 * k + n));
        return sum;
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
