using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>The logistic function and its relatives, by exponentials that never overflow.</summary>
internal static class Gates
{
    /// <summary>σ(x) = 1 / (1 + e⁻ˣ) = 2ᵏ / (2ᵏ + e⁻ʳ) with x = k ln 2 + r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x) where V : struct, ILanes<V>
    {
        var e = Exponential.OfNegative(x, out var k);
        k = V.Least(V.Constant(60), k);     // from there on it is 1
        // a power that is nothing beside e⁻ʳ may be any such
        var power = V.ScalesFar ? V.Scale(V.Constant(1), k) : Lanes.PowerOfTwo(V.Greatest(V.Constant(-100), k));
        return V.Scale(V.Constant(1) / (power + e), k);
    }

    /// <summary>ln(1 + eˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<V>(V x) where V : struct, ILanes<V> =>
        V.Greatest(V.Constant(0), x) + Log1pApart(Exponential.Exp(-Lanes.Abs(x)));

    /// <summary>ln σ(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogSigmoid<V>(V x) where V : struct, ILanes<V> =>
        V.Least(V.Constant(0), x) - Log1pApart(Exponential.Exp(-Lanes.Abs(x)));

    /// <summary>x times the opening of its gate, 0..1; a closed gate wins over an infinite x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pass<V>(V x, V opening) where V : struct, ILanes<V> =>
        V.Select(V.Equal(opening, V.Constant(0)), x & Lanes.SignBit<V>(), x * opening);

    // together with the exponential it is more than the compiler inlines into one method
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V Log1pApart<V>(V x) where V : struct, ILanes<V> => Logarithm.Log1p(x);
}

/// <inheritdoc cref="Gates.Sigmoid"/>
internal readonly struct SigmoidOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Gates.Sigmoid(x);
}

/// <inheritdoc cref="Gates.LogSigmoid"/>
internal readonly struct LogSigmoidOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Gates.LogSigmoid(x);
}
