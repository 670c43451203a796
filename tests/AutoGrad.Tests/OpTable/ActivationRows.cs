using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

internal static class ActivationRows
{
    public static IEnumerable<OpRow> All =>
    [
        Unary("Tanh", x => x.Tanh(), Math.Tanh),
        Unary("Relu", x => x.Relu(), x => Math.Max(x, 0), avoid: [0]),
        Unary("LeakyRelu", x => x.LeakyRelu(), x => x > 0 ? x : 0.01 * x, avoid: [0]),
        Unary("LeakyRelu(slope)", x => x.LeakyRelu(0.25), x => x > 0 ? x : 0.25 * x, avoid: [0]),
        Unary("Sigmoid", x => x.Sigmoid(), Sigmoid, low: -6, high: 6),
        Unary("LogSigmoid", x => x.LogSigmoid(), x => Math.Min(x, 0) - MathRows.Log1p(Math.Exp(-Math.Abs(x))), low: -6, high: 6),
        Unary("Gelu", x => x.Gelu(), x => Gate(x, MathRows.Erfc(-x / Math.Sqrt(2)) / 2), low: -4, high: 4),
        Unary("Gelu(tanh)", x => x.Gelu(GeluApproximation.Tanh), x => Gate(x, Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))), low: -4, high: 4),
        Unary("Silu", x => x.Silu(), x => Gate(x, Sigmoid(x)), low: -6, high: 6),
        Unary("Mish", x => x.Mish(), x => Gate(x, Math.Tanh(Softplus(x))), low: -6, high: 6),
        Unary("Softplus", x => x.Softplus(), Softplus, low: -6, high: 6),
        Unary("Softplus(beta)", x => x.Softplus(beta: 2.5, threshold: 5), x => 2.5 * x > 5 ? x : Softplus(2.5 * x) / 2.5, low: -6, high: 6, avoid: [2]),
        Unary("Elu", x => x.Elu(), x => x > 0 ? x : MathRows.Expm1(x), avoid: [0]),
        Unary("Elu(alpha)", x => x.Elu(1.5), x => x > 0 ? x : 1.5 * MathRows.Expm1(x), avoid: [0]),
        Unary("Softsign", x => x.Softsign(), x => double.IsInfinity(x) ? Math.Sign(x) : x / (1 + Math.Abs(x)), avoid: [0]),
        Unary("Hardtanh", x => x.Hardtanh(), x => Math.Min(Math.Max(x, -1), 1), avoid: [-1, 1]),
        Unary("Hardtanh(bounds)", x => x.Hardtanh(-0.5, 1.5), x => Math.Min(Math.Max(x, -0.5), 1.5), avoid: [-0.5, 1.5]),
    ];

    private static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    private static double Softplus(double x) => Math.Max(x, 0) + MathRows.Log1p(Math.Exp(-Math.Abs(x)));

    // the limit for x towards −∞
    private static double Gate(double x, double opening) => double.IsNegativeInfinity(x) ? -0.0 : x * opening;
}
