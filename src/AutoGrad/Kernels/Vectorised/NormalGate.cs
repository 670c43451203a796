using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>x Φ(x) and its slope, with the normal distribution function Φ(x) = ½ erfc(−x/√2).</summary>
internal static class NormalGate
{
    private const double RootHalf = 0.70710678118654752440, Density = 0.39894228040143267794;

    /// <summary>y = x Φ(x).</summary>
    public static void Gelu<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged => InTwoPasses.Run(default(ScaledTail), default(Value), x, y);

    /// <summary>dx = g (Φ(x) + x φ(x)).</summary>
    public static void GeluGradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) where T : unmanaged =>
        InTwoPasses.Run(default(ScaledTail), default(Slope), g, x, dx);

    // Φ and the bell are 0 beyond
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bounded<V>(V x) where V : struct, ILanes<V> => V.Least(Lanes.Pick<V>(14.5, 38.8), Lanes.Abs(x));

    /// <summary>Φ(x) from its scaled tail, and e^(−x²/2), which is its slope times √(2π).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Normal<V>(V x, V scaled, out V bell) where V : struct, ILanes<V>
    {
        var size = Bounded(x);
        var square = size * size;
        var half = V.Constant(0.5);
        var tail = Exponential.ExpOfSum(-square * half, V.Fma(-size, size, square) * half, scaled, out bell);
        return V.Select(x > V.Constant(0), V.Constant(1) - tail, tail);
    }

    /// <summary>½ e^(x²/2) erfc(|x|/√2).</summary>
    private readonly struct ScaledTail : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILanes<V> =>
            ErrorFunction.Scaled(Bounded(x) * V.Constant(RootHalf)) * V.Constant(0.5);
    }

    private readonly struct Value : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V scaled) where V : struct, ILanes<V> => Gates.Pass(x, Normal(x, scaled, out _));
    }

    private readonly struct Slope : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V g, V x, V scaled) where V : struct, ILanes<V>
        {
            // without the bound an infinite x would meet 0·∞
            var bounded = V.Least(V.Constant(40), V.Greatest(V.Constant(-40), x));
            var opening = Normal(bounded, scaled, out var bell);
            return g * V.Fma(bounded, bell * V.Constant(Density), opening);
        }
    }
}
