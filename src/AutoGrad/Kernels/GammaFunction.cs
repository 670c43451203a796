namespace AutoGrad.Kernels;

/// <summary>ln |Γ(x)| and its derivatives, the polygamma functions, to about the last digits of a double.</summary>
/// <remarks>
/// NIST Digital Library of Mathematical Functions: the series about 2 (5.7.3), Stirling's series (5.11.1, 5.11.2), recurrence
/// and reflection (5.5), and the polygamma functions by the Hurwitz zeta function (25.11.12), https://dlmf.nist.gov/5.
/// </remarks>
internal static class GammaFunction
{
    private const double Euler = 0.57721566490153286061, HalfLogTwoPi = 0.91893853320467274178, LogPi = 1.14472988584940017414;

    // from here on Stirling's series gives all digits
    private const double Far = 10;

    // (ζ(k) − 1) / k from k = 2; the powers of x − 2 they belong to are at most 2⁻ᵏ, and ζ(k) − 1 is about 2⁻ᵏ
    private static readonly double[] s_series = Series();

    /// <summary>ln |Γ(x)|; +∞ at the poles 0, −1, ...</summary>
    public static double LogGamma(double x)
    {
        if (double.IsInfinity(x)) return double.PositiveInfinity;
        if (Math.Abs(x) < 1e-10) return -Math.Log(Math.Abs(x)) - Euler * x;
        if (x < 0) return x == Math.Floor(x) ? double.PositiveInfinity : LogPi - Math.Log(Math.Abs(double.SinPi(x))) - LogGamma(1 - x);
        if (x < 0.5) return LogGamma(x + 1) - Math.Log(x);
        if (x < 1.5) return AboutTwo(x - 1) - NearZero.Log1p(x - 1);
        if (x >= Far) return Stirling(x);
        var product = 1.0;
        for (; x > 2.5; product *= x) x--;
        return Math.Log(product) + AboutTwo(x - 2);
    }

    /// <summary>The derivative of ln |Γ(x)|: ±∞ at 0, by its sign, and NaN at the other poles.</summary>
    public static double Digamma(double x)
    {
        if (x == 0) return Math.CopySign(double.PositiveInfinity, -x);
        if (x < 0) return x == Math.Floor(x) ? double.NaN : Digamma(1 - x) - Math.PI / double.TanPi(x);
        var below = 0.0;
        for (; x < Far; x++) below += 1 / x;
        var square = 1 / x / x;
        return Math.Log(x) - 0.5 / x - square * Polynomial(DigammaTerms, square) - below;
    }

    /// <summary>The derivative of digamma of order n ≥ 1, from the derivative of order n of cot πx divided by πⁿ, as a polynomial in cot πx.</summary>
    /// <param name="order">Which derivative, from 1.</param>
    /// <param name="x">Where.</param>
    /// <param name="factorial">order!</param>
    /// <param name="cotangent">What <see cref="CotangentDerivative"/> gives for the order.</param>
    public static double Polygamma(int order, double x, double factorial, ReadOnlySpan<double> cotangent)
    {
        var sign = order % 2 == 0 ? -1.0 : 1.0;
        if (x > 0) return sign * factorial * HurwitzZeta.Of(order + 1, x);
        if (x == Math.Floor(x)) return sign * double.PositiveInfinity;
        // reflection: ψ⁽ⁿ⁾(1 − x) + (−1)ⁿ⁺¹ ψ⁽ⁿ⁾(x) = (−1)ⁿ π dⁿ/dxⁿ cot πx
        var wave = Math.Pow(Math.PI, order + 1) * Polynomial(cotangent, 1 / double.TanPi(x));
        return factorial * HurwitzZeta.Of(order + 1, 1 - x) - wave;
    }

    /// <summary>The coefficients, lowest first, of the polynomial in c = cot u that is the derivative of cot u of an order: dc/du = −1 − c².</summary>
    public static double[] CotangentDerivative(int order)
    {
        double[] p = [0, 1];
        for (; order > 0; order--)
        {
            var next = new double[p.Length + 1];
            for (var k = 1; k < p.Length; k++)
            {
                next[k - 1] -= k * p[k];
                next[k + 1] -= k * p[k];
            }
            p = next;
        }
        return p;
    }

    private static double Stirling(double x)
    {
        var inverse = 1 / x;
        var head = (x - 0.5) * (Math.Log(x) - 1) - 0.5 + HalfLogTwoPi;
        return head + inverse * Polynomial(StirlingTerms, inverse * inverse);
    }

    /// <summary>ln Γ(2 + z) for |z| ≤ 1/2.</summary>
    private static double AboutTwo(double z)
    {
        var sum = 0.0;
        for (var k = s_series.Length - 1; k >= 0; k--) sum = s_series[k] - z * sum;
        return z * (1 - Euler) + z * z * sum;
    }

    private static double[] Series()
    {
        var series = new double[28];
        for (var k = 0; k < series.Length; k++) series[k] = HurwitzZeta.Of(k + 2, 2) / (k + 2);
        return series;
    }

    private static double Polynomial(ReadOnlySpan<double> lowestFirst, double x)
    {
        var value = 0.0;
        for (var i = lowestFirst.Length - 1; i >= 0; i--) value = value * x + lowestFirst[i];
        return value;
    }

    /// <summary>B₂ₖ / (2k (2k − 1)) from k = 1, with the Bernoulli numbers B.</summary>
    private static ReadOnlySpan<double> StirlingTerms =>
        [1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400];

    /// <summary>B₂ₖ / 2k from k = 1.</summary>
    private static ReadOnlySpan<double> DigammaTerms =>
        [1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12, -3617.0 / 8160];
}
