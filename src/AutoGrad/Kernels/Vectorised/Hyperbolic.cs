using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>The hyperbolic functions, mostly by e^|x| or e^|x| − 1: nothing cancels, and nothing overflows before the result does.</summary>
internal static class Hyperbolic
{
    /// <summary>tanh x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x) where V : struct, ILanes<V> => V.IsSingle ? OfSingle(x) : ByExpm1(x);

    /// <summary>tanh of floats: 1 − 2 / (1 + e^(2|x|)) and the sign of x, near 0 x + x³ P(x²).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfSingle<V>(V x) where V : struct, ILanes<V>
    {
        var size = V.Least(V.Constant(10), Lanes.Abs(x));
        var one = V.Constant(1);
        var far = one - V.Constant(2) / (one + Exponential.Rough(size + size));
        var z = size * size;
        var p = V.Constant(0.00170593724).Then(z, -0.00760936959).Then(z, 0.0214247255).Then(z, -0.0538857194).Then(z, 0.133326165).Then(z, -0.333333124);
        return Lanes.CopySign(V.Select(size < V.Constant(0.76), V.Fma(size * z, p, size), far), x);
    }

    /// <summary>tanh x = −m / (m + 2) with m = e^(−2|x|) − 1, far out 1 − 2 (m + 1) / (m + 2), and the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ByExpm1<V>(V x) where V : struct, ILanes<V>
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
