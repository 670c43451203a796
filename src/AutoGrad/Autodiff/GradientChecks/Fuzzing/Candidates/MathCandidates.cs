using static AutoGrad.FuzzCandidate;

namespace AutoGrad;

internal static class MathCandidates
{
    public static IEnumerable<FuzzCandidate> All =>
    [
        Unary("Exp", x => x.Exp()),
        Unary("Exp2", x => x.Exp2()),
        Unary("Expm1", x => x.Expm1()),
        Unary("Log", x => x.Log(), 0.25, 4),
        Unary("Log1p", x => x.Log1p(), -0.75, 3),
        Unary("Log2", x => x.Log2(), 0.25, 4),
        Unary("Log10", x => x.Log10(), 0.25, 4),
        Unary("Sin", x => x.Sin(), -4, 4),
        Unary("Cos", x => x.Cos(), -4, 4),
        Unary("Tan", x => x.Tan(), -1, 1),
        Unary("Asin", x => x.Asin(), -0.8, 0.8),
        Unary("Acos", x => x.Acos(), -0.8, 0.8),
        Unary("Atan", x => x.Atan()),
        Unary("Sinh", x => x.Sinh()),
        Unary("Cosh", x => x.Cosh()),
        Unary("Asinh", x => x.Asinh()),
        Unary("Acosh", x => x.Acosh(), 1.25, 4),
        Unary("Atanh", x => x.Atanh(), -0.8, 0.8),
        Unary("Sinc", x => x.Sinc()),
        Unary("Deg2Rad", x => x.Deg2Rad()),
        Unary("Rad2Deg", x => x.Rad2Deg()),
        Unary("Erf", x => x.Erf()),
        Unary("Erfc", x => x.Erfc()),
        Unary("Erfinv", x => x.Erfinv(), -0.8, 0.8),
        Unary("Lgamma", x => x.Lgamma(), 0.5, 4),
        Unary("Digamma", x => x.Digamma(), 0.75, 4),
        Unary("Polygamma", x => x.Polygamma(1), 0.75, 4),
        Unary("Logit", x => x.Logit(), 0.125, 0.875),
        Binary("Atan2", (y, x) => y.Atan2(x), 0.25, 3),
        Binary("Hypot", (x, y) => x.Hypot(y), 0.25, 3),
        Binary("LogAddExp", (x, y) => x.LogAddExp(y)),
        Binary("LogAddExp2", (x, y) => x.LogAddExp2(y)),
        Binary("Xlogy", (x, y) => x.Xlogy(y), 0.25, 3),
    ];
}
