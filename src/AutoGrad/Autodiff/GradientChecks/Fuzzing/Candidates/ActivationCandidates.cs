using System.Runtime.CompilerServices;
using static AutoGrad.FuzzCandidate;

namespace AutoGrad;

internal static class ActivationCandidates
{
    public static IEnumerable<FuzzCandidate> All =>
    [
        Unary("Tanh", x => x.Tanh()),
        Unary("Sigmoid", x => x.Sigmoid()),
        Unary("LogSigmoid", x => x.LogSigmoid()),
        Unary("Relu", x => x.Relu()),
        Unary("Relu6", x => x.Relu6()),
        Unary("LeakyRelu", x => x.LeakyRelu(0.25)),
        Unary("Elu", x => x.Elu(1.5)),
        Unary("Celu", x => x.Celu(0.75)),
        Unary("Selu", x => x.Selu()),
        Unary("Gelu", x => x.Gelu()),
        Unary("GeluTanh", x => x.Gelu(GeluApproximation.Tanh)),
        Unary("Silu", x => x.Silu()),
        Unary("Mish", x => x.Mish()),
        Unary("Softplus", x => x.Softplus(1.5)),
        Unary("Softsign", x => x.Softsign()),
        Unary("Softshrink", x => x.Softshrink()),
        Unary("Hardshrink", x => x.Hardshrink()),
        Unary("Tanhshrink", x => x.Tanhshrink()),
        Unary("Hardtanh", x => x.Hardtanh()),
        Unary("Hardsigmoid", x => x.Hardsigmoid(), -5, 5),
        Unary("Hardswish", x => x.Hardswish(), -5, 5),
        Unary("Threshold", x => x.Threshold(0.5, -1)),
        Binary("Prelu", (x, y) => x.Prelu(y.Mean())),
        new("Glu", (x, a) => x[0].Glu(a[0]), (shape, random) => Proposals.OfAxis(shape, random) is { } call && Proposals.Extent(shape, call.Settings[0]) % 2 == 0 ? call : null) { Weight = 2 },
        Softmax("Softmax", (x, a) => x[0].Softmax(a[0])),
        Softmax("LogSoftmax", (x, a) => x[0].LogSoftmax(a[0])),
        Softmax("Softmin", (x, a) => x[0].Softmin(a[0])),
    ];

    private static FuzzCandidate Softmax(string name, Func<Tensor[], int[], Tensor> run, [CallerArgumentExpression(nameof(run))] string code = "") =>
        new(name, run, Proposals.OfLongAxis, code) { Weight = 2 };
}
