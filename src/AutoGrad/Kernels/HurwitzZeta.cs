namespace AutoGrad.Kernels;

/// <summary>The Hurwitz zeta function ζ(s, q) = Σ 1 / (q + k)ˢ over k = 0, 1, ..., for whole s above 1 and positive q.</summary>
/// <remarks>Euler-Maclaurin summation: NIST Digital Library of Mathematical Functions, section 25.11(iii), https://dlmf.nist.gov/25.11.iii.</remarks>
internal static class HurwitzZeta
{
    // where the asymptotic terms begin to fall fast
    private const int Far = 12;

    public static double Of(int s, double q)
    {
        if (double.IsPositiveInfinity(q)) return 0;
        var sum = 0.0;
        for (; q < Far + s; q++) sum += Math.Pow(q, -s);
        var power = Math.Pow(q, -s);
        sum += power * q / (s - 1) + power / 2;
        // B₂ⱼ / (2j)! · s (s + 1) ... (s + 2j − 2) / q^(s + 2j − 1)
        var term = power * s / q;
        for (var j = 0; j < Coefficients.Length; j++)
        {
            sum += term * Coefficients[j];
            term *= (s + 2 * j + 1) / q * ((s + 2 * j + 2) / q);
        }
        return sum;
    }

    /// <summary>B₂ⱼ / (2j)! from j = 1, with the Bernoulli numbers B.</summary>
    private static ReadOnlySpan<double> Coefficients =>
    [
        1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160, -691.0 / 1307674368000,
        1.0 / 74724249600, -3617.0 / 10670622842880000, 43867.0 / 5109094217170944000,
    ];
}
