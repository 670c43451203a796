using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>The angle of a point (x, y), by one quotient u of at most tan π/8 in size: of y and x, or of both turned by π/4 or π/2.</summary>
/// <remarks>The polynomial interpolates (arctan u / u − 1) / u² at Chebyshev points. What the angles 0, π/4, π/2 and π lost when they were rounded is added.</remarks>
internal static class ArcTangent
{
    private const double HalfPi = 1.57079632679489661923, Tangent = 0.41421356237309504880, Cotangent = 2.41421356237309504880;

    /// <summary>The angle of (x, y), −π..π; of signed zeros and infinities as IEEE 754 says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Angle<V>(V y, V x) where V : struct, ILanes<V>
    {
        var zero = V.Constant(0);
        // a sum of the two must not overflow
        var far = (Lanes.Abs(x) > Lanes.Pick<V>(1e38, 8e307)) | (Lanes.Abs(y) > Lanes.Pick<V>(1e38, 8e307));
        var factor = V.Select(far, V.Constant(0.25), V.Constant(1));
        var (up, along) = (Lanes.Abs(y) * factor, Lanes.Abs(x) * factor);
        var steep = up > V.Constant(Cotangent) * along;
        var flat = (up <= V.Constant(Tangent) * along) & (up < along);
        var (above, below) = (V.Select(steep, -along, V.Select(flat, up, up - along)), V.Select(steep, up, V.Select(flat, along, up + along)));
        // two zeros, or two infinities
        above = V.Select(V.Equal(up, along) & (V.Equal(up, zero) | V.Equal(up, V.Constant(double.PositiveInfinity))), zero, above);
        below = V.Select(V.Equal(below, zero), V.Constant(1), below);
        var eighths = V.Select(steep, V.Constant(2), V.Select(flat | V.Equal(up, zero), zero, V.Constant(1)));
        var angle = Near(above / below) + eighths * Lanes.Pick<V>(-2.1855694143368964e-8, 3.061616997868383e-17);
        angle = V.Fma(eighths, V.Constant(HalfPi / 2), angle);
        var behind = V.ShiftRight(x, V.IsSingle ? 31 : 63);
        var low = Lanes.Pick<V>(-8.7422776573475858e-8, 1.2246467991473532e-16);
        return Lanes.CopySign(V.Select(behind, V.Constant(2 * HalfPi) - (angle - low), angle), y);
    }

    /// <summary>arctan u for u of at most tan π/8 in size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Near<V>(V u) where V : struct, ILanes<V>
    {
        var t = u * u;
        var p = V.IsSingle
            ? V.Constant(-0.06449835224591496).Then(t, 0.1074309966767457).Then(t, -0.14263897112598675).Then(t, 0.1999953879477192).Then(t, -0.3333333175381697)
            : V.Constant(-0.019162068915902573).Then(t, 0.03921955253255129).Then(t, -0.05085030492810941).Then(t, 0.058580687568615106).Then(t, -0.06664502215671447)
                .Then(t, 0.07692182535116648).Then(t, -0.09090904549884611).Then(t, 0.11111111014561013).Then(t, -0.14285714284657894).Then(t, 0.1999999999999548)
                .Then(t, -0.3333333333333333);
        return V.Fma(u * t, p, u);
    }
}

/// <summary>The angle whose tangent is x, within ±π/2.</summary>
internal readonly struct AtanOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => ArcTangent.Angle(x, V.Constant(1));
}

/// <inheritdoc cref="ArcTangent.Angle"/>
internal readonly struct Atan2Operator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V y, V x) where V : struct, ILanes<V> => ArcTangent.Angle(y, x);
}
