using System.Runtime.CompilerServices;

namespace AutoGrad;

internal static class ReductionCandidates
{
    public static IEnumerable<FuzzCandidate> All =>
    [
        Whole("Sum", x => x.Sum()),
        Along("Sum(axis)", (x, a) => x[0].Sum(a[0])),
        Axes("Sum(axes)", (x, a) => x[0].Sum([a[0], a[1]], keepDims: true)),
        Whole("Mean", x => x.Mean()),
        Along("Mean(axis)", (x, a) => x[0].Mean(a[0], keepDims: true)),
        Axes("Mean(axes)", (x, a) => x[0].Mean([a[0], a[1]])),
        Whole("Prod", x => x.Prod(), -1.5, 1.5),
        Along("Prod(axis)", (x, a) => x[0].Prod(a[0]), -1.5, 1.5),
        Whole("Max", x => x.Max()),
        Along("Max(axis)", (x, a) => x[0].Max(a[0])),
        Along("MaxWithIndices", (x, a) => x[0].MaxWithIndices(a[0], keepDims: true).Item1),
        Along("Min(axis)", (x, a) => x[0].Min(a[0], keepDims: true)),
        Axes("Min(axes)", (x, a) => x[0].Min([a[0], a[1]])),
        Axes("Aminmax", (x, a) => x[0].Aminmax([a[0], a[1]]).Item2 - x[0].Aminmax([a[0], a[1]]).Item1),
        Long("Var(axis)", (x, a) => x[0].Var(a[0])),
        Axes("Var(axes)", (x, a) => x[0].Var([a[0], a[1]], correction: 0, keepDims: true)),
        Long("Std(axis)", (x, a) => Tensor.Concat([x[0], x[0] + 5], a[0]).Std(a[0], keepDims: true)),
        Whole("LogSumExp", x => x.LogSumExp()),
        Along("LogSumExp(axis)", (x, a) => x[0].LogSumExp(a[0], keepDims: true)),
        Axes("LogSumExp(axes)", (x, a) => x[0].LogSumExp([a[0], a[1]])),
        Whole("Norm", x => x.Norm(), 0.25, 2),
        Along("Norm(axis)", (x, a) => x[0].Norm(a[0]), 0.25, 2),
        Along("VectorNorm(3)", (x, a) => x[0].VectorNorm(3, a[0]), 0.25, 2),
        Along("VectorNorm(1)", (x, a) => x[0].VectorNorm(1, a[0], keepDims: true)),
        Whole("VectorNorm(infinity)", x => x.VectorNorm(double.PositiveInfinity)),
        Along("NanSum(axis)", (x, a) => x[0].NanSum(a[0])),
        Whole("NanMean", x => x.NanMean()),
        Along("Cumsum", (x, a) => x[0].Cumsum(a[0])),
        Along("Cumprod", (x, a) => x[0].Cumprod(a[0]), -1.5, 1.5),
        Along("LogCumsumExp", (x, a) => x[0].LogCumsumExp(a[0])),
        Along("Cummax", (x, a) => x[0].Cummax(a[0]).Item1),
        Along("Cummin", (x, a) => x[0].Cummin(a[0]).Item1),
        Long("Diff", (x, a) => x[0].Diff(1, a[0])),
        Long("Trapezoid", (x, a) => x[0].Trapezoid(0.5, a[0])),
    ];

    private static FuzzCandidate Whole(string name, Func<Tensor, Tensor> run, double low = -2, double high = 2, [CallerArgumentExpression(nameof(run))] string code = "") =>
        FuzzCandidate.Unary(name, run, low, high, null, code);

    private static FuzzCandidate Along(string name, Func<Tensor[], int[], Tensor> run, double low = -2, double high = 2, [CallerArgumentExpression(nameof(run))] string code = "") =>
        new(name, run, Proposals.OfAxis, code) { Domains = [(low, high)] };

    private static FuzzCandidate Long(string name, Func<Tensor[], int[], Tensor> run, [CallerArgumentExpression(nameof(run))] string code = "") =>
        new(name, run, Proposals.OfLongAxis, code);

    private static FuzzCandidate Axes(string name, Func<Tensor[], int[], Tensor> run, [CallerArgumentExpression(nameof(run))] string code = "") =>
        new(name, run, Proposals.OfTwoAxes, code);
}
