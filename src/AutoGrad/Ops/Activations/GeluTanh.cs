using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>y = x σ(u), u = √(8/π) (x + 0.044715 x³), which is ½ x (1 + tanh ½u);  dx = g σ (1 + x (1 − σ) u′).</summary>
internal sealed class GeluTanhOp() : UnaryOp("Gelu", Saves.Inputs), IPointwise, IGradientKernel
{
    // σ(u) is 0 or 1 from here on; without the bound an infinite x would meet 0·∞
    private const double Far = 40;

    private const double Scale = 1.59576912160573071176, Cubic = 0.044715;

    public static readonly GeluTanhOp Instance = new();

    protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(Gated), x, y);

    protected override Tensor Rule(Saved saved, Tensor g)
    {
        var x = saved.X().Clamp(-Far, Far);
        var square = x.Square();
        var opening = (x * (square * (Scale * Cubic) + Scale)).Sigmoid();
        return g * (opening * (x * (1 - opening) * (square * (3 * Scale * Cubic) + Scale) + 1));
    }

    void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(default(Slope), g, x, dx);

    private static V Opening<V>(V x) where V : struct, ILanes<V> =>
        Gates.Sigmoid(x * (x * x * V.Constant(Scale * Cubic) + V.Constant(Scale)));

    private readonly struct Gated : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILanes<V> => Gates.Pass(x, Opening(x));
    }

    private readonly struct Slope : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V g, V x) where V : struct, ILanes<V>
        {
            x = V.Least(V.Constant(Far), V.Greatest(V.Constant(-Far), x));
            var opening = Opening(x);
            var bend = x * x * V.Constant(3 * Scale * Cubic) + V.Constant(Scale);
            return g * (opening * (x * (V.Constant(1) - opening) * bend + V.Constant(1)));
        }
    }
}
