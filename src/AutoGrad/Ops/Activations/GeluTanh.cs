using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>y = x σ(u), u = √(8/π) (x + 0.044715 x³), which is ½ x (1 + tanh ½u);  dx = g σ (1 + x (1 − σ) u′).</summary>
internal sealed class GeluTanhOp() : UnaryOp("Gelu", Saves.Inputs), IGradientKernel
{
    // σ(u) is 0 or 1 from here on; without the bound an infinite x would meet 0·∞
    private const double Far = 40;

    private const double Scale = 1.59576912160573071176, Cubic = 0.044715;

    public static readonly GeluTanhOp Instance = new();

    protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < y.Length; i++) y[i] = Logistic.Gate(x[i], Opening(x[i]));
    }

    protected override Tensor Rule(Saved saved, Tensor g)
    {
        var x = saved.X().Clamp(-Far, Far);
        var square = x.Square();
        var opening = (x * (square * (Scale * Cubic) + Scale)).Sigmoid();
        return g * (opening * (x * (1 - opening) * (square * (3 * Scale * Cubic) + Scale) + 1));
    }

    void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx)
    {
        var (far, cubic, scale) = (T.CreateTruncating(Far), T.CreateTruncating(3 * Scale * Cubic), T.CreateTruncating(Scale));
        for (var i = 0; i < dx.Length; i++)
        {
            var at = T.Clamp(x[i], -far, far);
            var opening = Opening(at);
            dx[i] = g[i] * (opening * (at * (T.One - opening) * (at * at * cubic + scale) + T.One));
        }
    }

    private static T Opening<T>(T x) where T : IFloatingPointIeee754<T> =>
        Logistic.Sigmoid(x * (x * x * T.CreateTruncating(Scale * Cubic) + T.CreateTruncating(Scale)));
}
