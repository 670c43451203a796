using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>arcsin and arccos: up to ½ by a polynomial, beyond by arcsin x = π/2 − 2 arcsin √((1 − x)/2).</summary>
/// <remarks>The polynomial interpolates (arcsin s / s − 1) / s² at Chebyshev points.</remarks>
internal static class ArcSine
{
    private const double HalfPi = 1.57079632679489661923;

    /// <summary>The angle whose sine is x, within ±π/2; NaN outside of ±1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Asin<V>(V x) where V : struct, ILanes<V>
    {
        var size = Lanes.Abs(x);
        var outer = size > V.Constant(0.5);
        var near = Near(size, outer);
        return Lanes.CopySign(V.Select(outer, V.Constant(HalfPi) - (near + near - Low<V>()), near), x);
    }

    /// <summary>The angle whose cosine is x, 0..π; NaN outside of ±1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Acos<V>(V x) where V : struct, ILanes<V>
    {
        var size = Lanes.Abs(x);
        var outer = size > V.Constant(0.5);
        var near = Near(size, outer);
        var twice = near + near;
        var right = V.Constant(HalfPi);
        return V.Select(
            outer,
            V.Select(x < V.Constant(0), V.Constant(2 * HalfPi) - (twice - Low<V>() - Low<V>()), twice),
            right - (Lanes.CopySign(near, x) - Low<V>()));
    }

    // what π/2 lost when it was rounded
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Low<V>() where V : struct, ILanes<V> => Lanes.Pick<V>(-4.3711388286737929e-8, 6.123233995736766e-17);

    /// <summary>arcsin of x, or in the outer lanes of √((1 − x)/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Near<V>(V x, V outer) where V : struct, ILanes<V>
    {
        var half = V.Constant(0.5);
        var t = V.Select(outer, V.Fma(x, -half, half), x * x);
        var s = V.Select(outer, V.Sqrt(t), x);
        var p = V.IsSingle
            ? V.Constant(0.03371555206761416).Then(t, 0.017135426450175194).Then(t, 0.03110332781645122).Then(t, 0.04459919537178034).Then(t, 0.07500095088488415)
                .Then(t, 0.16666666335200928)
            : V.Constant(0.028809360730767213).Then(t, -0.014925759768723432).Then(t, 0.01744713144728327).Then(t, 0.005440910449340162).Then(t, 0.010326580981628952)
                .Then(t, 0.011478614420744116).Then(t, 0.013971268926651485).Then(t, 0.01735238907363553).Then(t, 0.022372173092238483).Then(t, 0.030381944134904228)
                .Then(t, 0.04464285714640047).Then(t, 0.07499999999998411).Then(t, 0.16666666666666669);
        return V.Fma(s * t, p, s);
    }
}

/// <inheritdoc cref="ArcSine.Asin"/>
internal readonly struct AsinOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => ArcSine.Asin(x);
}

/// <inheritdoc cref="ArcSine.Acos"/>
internal readonly struct AcosOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => ArcSine.Acos(x);
}
