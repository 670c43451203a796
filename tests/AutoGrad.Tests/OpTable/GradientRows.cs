using AutoGrad.Ops;
using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

/// <summary>Steps that change a gradient and no value, here where that gradient is the derivative; and functions with rules of their own.</summary>
internal static class GradientRows
{
    private static readonly Func<Tensor, Tensor> s_cube = Autodiff.Custom(x => x * x * x, (x, _, g) => g * 3 * x * x, "Cube");

    public static IEnumerable<OpRow> All =>
    [
        Unary("Identity", x => IdentityOp.Instance.Apply(x), x => x),
        Unary("ReverseGradient(twice)", x => x.ReverseGradient(0.5).ReverseGradient(2), x => x),
        Unary("ClipGradient(wide)", x => x.ClipGradient(1e9), x => x),
        Unary("ClipGradientNorm(wide)", x => x.ClipGradientNorm(1e9), x => x),
        Unary("StraightThrough(itself)", x => x.StraightThrough(x), x => x),
        Unary("Custom", s_cube, x => x * x * x),
        Unary("Checkpoint", x => Autodiff.Checkpoint(t => t.Sin() * t, x), x => Math.Sin(x) * x, specialValues: "a vectorized sine"),
    ];
}
