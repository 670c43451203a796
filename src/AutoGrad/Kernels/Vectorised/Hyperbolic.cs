using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>The hyperbolic functions, by e^|x| or e^|x| − 1: nothing cancels, and nothing overflows before the result does.</summary>
internal static class Hyperbolic
{
    /// <summary>tanh x = −m / (m + 2) with m = e^(−2|x|) − 1, far out 1 − 2 (m + 1) / (m + 2), and the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x) where V : struct, ILanes<V>
    {
        var size = Lanes.Abs(x);
        var m = Exponential.NegativeExpm1(size + size, out var e);
        var (one, two) = (V.Constant(1), V.Constant(2));
        var sum = m + two;
        var far = e < V.Constant(0.25);
        var t = V.Select(far, e + e, -m) / sum;
        // near 0, what the roundings of sum and quotient left, by 1 / sum = ½ (1 + t)
        var left = V.Fma(-t, sum, -m) - t * (two - sum + m);
        return Lanes.CopySign(V.Select(far, one - t, V.Fma(left, (one + t) * V.Constant(0.5), t)), x);
    }

    /// <summary>sinh x = h + h / (2h + 1) with h = ½ (e^|x| − 1), and the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sinh<V>(V x) where V : struct, ILanes<V>
    {
        var h = Exponential.HalfExpm1(Lanes.Abs(x));
        var bounded = V.Least(V.Constant(1e30), h);      // the quotient is ½ there, and ∞ / ∞ is not
        return Lanes.CopySign(h + bounded / (bounded + bounded + V.Constant(1)), x);
    }

    /// <summary>cosh x = h + 1 / (4h) with h = ½ e^|x|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cosh<V>(V x) where V : struct, ILanes<V>
    {
        var h = Exponential.HalfExp(Lanes.Abs(x));
        return h + V.Constant(0.25) / h;
    }
}

/// <inheritdoc cref="Hyperbolic.Tanh"/>
internal readonly struct TanhOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Hyperbolic.Tanh(x);
}

/// <inheritdoc cref="Hyperbolic.Sinh"/>
internal readonly struct SinhOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Hyperbolic.Sinh(x);
}

/// <inheritdoc cref="Hyperbolic.Cosh"/>
internal readonly struct CoshOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Hyperbolic.Cosh(x);
}
