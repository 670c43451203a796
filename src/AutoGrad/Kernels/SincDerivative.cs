namespace AutoGrad.Kernels;

/// <summary>The derivatives of sin(πx) / (πx), which are smooth through 0.</summary>
internal static class SincDerivative
{
    /// <summary>The derivative of an order, 0 for the function itself.</summary>
    public static double Of(int order, double x)
    {
        var u = Math.PI * x;
        return Math.Abs(u) < order + 1 ? Math.Pow(Math.PI, order) * Series(order, u) : Recurrence(order, x, u);
    }

    /// <summary>Σ (−1)ᵏ u²ᵏ⁻ⁿ / ((2k + 1) (2k − n)!), the power series differentiated n times.</summary>
    private static double Series(int n, double u)
    {
        var sum = 0.0;
        var first = (n + 1) / 2;
        var term = (first % 2 == 0 ? 1.0 : -1.0) * (n % 2 == 0 ? 1 : u);        // without the factor 1 / (2k + 1)
        for (var k = first; ; k++)
        {
            var next = sum + term / (2 * k + 1);
            if (next == sum && k > first) return sum;
            sum = next;
            var power = 2 * k - n;
            term *= -u / (power + 1) * (u / (power + 2));
        }
    }

    /// <summary>From u S₀ = sin u: u Sₙ + n Sₙ₋₁ is the derivative of sin u of order n. Stable for u above n.</summary>
    private static double Recurrence(int n, double x, double u)
    {
        var (sine, cosine) = double.SinCosPi(x);
        var value = sine / u;
        for (var k = 1; k <= n; k++)
        {
            var wave = (k % 4) switch { 0 => sine, 1 => cosine, 2 => -sine, _ => -cosine };
            value = (wave - k * value) / u;
        }
        return value * Math.Pow(Math.PI, n);
    }
}
