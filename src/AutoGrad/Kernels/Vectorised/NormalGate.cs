using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>x Φ(x) and its slope, with the normal distribution function Φ(x) = ½ erfc(−x/√2).</summary>
internal static class NormalGate
{
    private const double Density = 0.39894228040143267794;

    /// <summary>y = x Φ(x).</summary>
    public static void Gelu<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) Elementwise.Run(default(SingleValue), x, y);
        else InTwoPasses.Run(default(ScaledTail), default(Value), x, y);
    }

    /// <summary>dx = g (Φ(x) + x φ(x)).</summary>
    public static void GeluGradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) Elementwise.Run(default(SingleSlope), g, x, dx);
        else InTwoPasses.Run(default(ScaledTail), default(Slope), g, x, dx);
    }

    /// <summary>Φ(−u) of floats u in 0..14.5, and e^(−u²/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tail<V>(V u, out V bell) where V : struct, ILanes<V> =>
        Exponential.Bell(u, 0.5, ErrorFunction.ScaledNormal(u), out bell);

    // Φ and the bell are 0 beyond
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bounded<V>(V x) where V : struct, ILanes<V> => V.Least(V.Constant(38.8), Lanes.Abs(x));

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
        public V Invoke<V>(V x) where V : struct, ILanes<V> => ErrorFunction.ScaledNormal(Bounded(x));
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

    private readonly struct SingleValue : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILanes<V>
        {
            // x − x Φ(−x) above 0, x Φ(x) below; −0 where the gate is closed
            var u = V.Least(V.Constant(14.5), Lanes.Abs(x));
            return V.Fma(-u, Tail(u, out _), V.Greatest(Lanes.SignBit<V>(), x));
        }
    }

    private readonly struct SingleSlope : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V g, V x) where V : struct, ILanes<V>
        {
            var u = V.Least(V.Constant(14.5), Lanes.Abs(x));
            var tail = Tail(u, out var bell);
            var opening = V.Select(x > V.Constant(0), V.Constant(1) - tail, tail);
            return g * V.Fma(Lanes.CopySign(u, x), bell * V.Constant(Density), opening);
        }
    }
}
