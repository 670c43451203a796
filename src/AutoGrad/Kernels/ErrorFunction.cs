namespace AutoGrad.Kernels;

/// <summary>The error function and its complement, to about the last digit of a double.</summary>
/// <remarks>W. J. Cody, Rational Chebyshev approximations for the error function, Mathematics of Computation 23 (1969), 631-637.</remarks>
internal static class ErrorFunction
{
    // below, erf is approximated directly; from there on erfc is, times eˣ²
    private const double Small = 0.46875, Medium = 4, InverseRootPi = 0.56418958354775628695;

    /// <summary>2/√π ∫ e^(−t²) dt from 0 to x.</summary>
    public static double Erf(double x)
    {
        var size = Math.Abs(x);
        if (size <= Small) return Near(x);
        return Math.CopySign(0.5 - Tail(size) + 0.5, x);
    }

    /// <summary>1 − erf x, without the cancellation.</summary>
    public static double Erfc(double x)
    {
        var size = Math.Abs(x);
        if (size <= Small) return 1 - Near(x);
        var tail = Tail(size);
        return x < 0 ? 2 - tail : tail;
    }

    private static double Near(double x)
    {
        var square = x * x;
        return x * Polynomial(NearNumerator, square) / Polynomial(NearDenominator, square);
    }

    /// <summary>erfc of a number above <see cref="Small"/>, or of NaN.</summary>
    private static double Tail(double x)
    {
        // e^(−x²) = 0 there, and x² must not meet ∞ − ∞
        if (x > 27) return 0;
        double scaled;
        if (x <= Medium) scaled = Polynomial(MediumNumerator, x) / Polynomial(MediumDenominator, x);
        else
        {
            var inverse = 1 / (x * x);
            scaled = (InverseRootPi - inverse * Polynomial(FarNumerator, inverse) / Polynomial(FarDenominator, inverse)) / x;
        }
        // x² in two parts, the first exact, keeps the digits that its rounding would cost the exponential
        var head = Math.Truncate(x * 16) / 16;
        return Math.Exp(-head * head) * Math.Exp((head - x) * (head + x)) * scaled;
    }

    private static double Polynomial(ReadOnlySpan<double> highestFirst, double x)
    {
        var value = highestFirst[0];
        for (var i = 1; i < highestFirst.Length; i++) value = value * x + highestFirst[i];
        return value;
    }

    private static ReadOnlySpan<double> NearNumerator =>
        [1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3];

    private static ReadOnlySpan<double> NearDenominator =>
        [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3];

    private static ReadOnlySpan<double> MediumNumerator =>
    [
        2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
        8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
    ];

    private static ReadOnlySpan<double> MediumDenominator =>
    [
        1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
        3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
    ];

    private static ReadOnlySpan<double> FarNumerator =>
        [1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4];

    private static ReadOnlySpan<double> FarDenominator =>
        [1, 2.56852019228982242, 1.87295284992346047, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3];
}
