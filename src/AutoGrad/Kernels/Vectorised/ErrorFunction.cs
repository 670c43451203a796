using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>The error function and its complement, by erfc x = e^(−x²) P(t) / (x + K) with t = (x − K) / (x + K).</summary>
/// <remarks>
/// P interpolates at Chebyshev points over all x whose erfc is not 0 (the idea is that of M. M. Shepherd and J. G. Laframboise, Mathematics of
/// Computation 36 (1981), 249-253); of floats, the last bits of its coefficients are those with the least error. x² is formed in two parts: its rounding would cost the exponential some digits.
/// </remarks>
internal static class ErrorFunction
{
    /// <summary>y = 2/√π ∫ e^(−t²) dt from 0 to x.</summary>
    public static void Erf<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) Elementwise.Run(default(SingleValue), x, y);
        else InTwoPasses.Run(default(ScaledTail), default(Value), x, y);
    }

    /// <summary>y = 1 − erf x, without the cancellation.</summary>
    public static void Erfc<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) Elementwise.Run(default(SingleComplement), x, y);
        else InTwoPasses.Run(default(ScaledTail), default(Complement), x, y);
    }

    /// <summary>erfc of a bounded x ≥ 0, or of NaN, from its scaled value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tail<V>(V x, V scaled) where V : struct, ILanes<V>
    {
        var square = x * x;
        return Exponential.ExpOfSum(-square, V.Fma(-x, x, square), scaled, out _);
    }

    // erfc is 0 beyond
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bounded<V>(V size) where V : struct, ILanes<V> => V.Least(V.Constant(27.4), size);

    /// <summary>e^(x²) erfc x for x ≥ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Scaled<V>(V x) where V : struct, ILanes<V>
    {
        if (!V.IsSingle) return OfDouble(x, 4, 1);
        var t = Fraction(x, 3, out var part, out var left);
        var p = V.Constant(-0.00033402702).Then(t, -0.000499682734).Then(t, 0.00307754357).Then(t, -0.00121693499).Then(t, -0.0268364307)
            .Then(t, 0.119527221).Then(t, -0.310466617).Then(t, 0.590228438).Then(t, -0.88339448).Then(t, 1.07400692);
        return V.Fma(p, left, p * part);
    }

    /// <summary>½ e^(x²/2) erfc(x/√2) for x ≥ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaledNormal<V>(V x) where V : struct, ILanes<V>
    {
        if (!V.IsSingle) return OfDouble(x, 5.6568542494923801952, 0.70710678118654752440);
        var t = Fraction(x, 4.2426406871192851464, out var part, out var left);
        var p = V.Constant(-0.000236194959).Then(t, -0.000353323907).Then(t, 0.00217617047).Then(t, -0.000860488799).Then(t, -0.0189762339)
            .Then(t, 0.0845185593).Then(t, -0.219533071).Then(t, 0.417354465).Then(t, -0.624654174).Then(t, 0.759437561);
        return V.Fma(p, left, p * part);
    }

    /// <summary>t = (x − k) / (x + k), and 1 / (x + k) in two parts: what the roundings of sum and quotient left is the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Fraction<V>(V x, double k, out V part, out V left) where V : struct, ILanes<V>
    {
        var (shift, twice) = (V.Constant(k), V.Constant(-2 * k));
        var sum = x + shift;
        part = V.Constant(1) / sum;
        left = part * (V.Fma(-part, sum, V.Constant(1)) - part * (shift - sum + x));
        return V.Fma(left, twice, V.Fma(part, twice, V.Constant(1)));
    }

    /// <summary>f P(t) / (x + k).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfDouble<V>(V x, double k, double f) where V : struct, ILanes<V>
    {
        var t = Fraction(x, k, out var part, out var left);
        var p = V.Constant(f * 8.8527297268815402e-10).Then(t, f * -7.0988623893647018e-10).Then(t, f * -1.5227620695619131e-8).Then(t, f * 3.5552403768999815e-9)
            .Then(t, f * 1.2410344017656976e-7).Then(t, f * -7.9153436712943423e-8).Then(t, f * -8.4647778423561035e-7).Then(t, f * 1.4269165175648341e-6)
            .Then(t, f * 4.6947477298983207e-6).Then(t, f * -1.8862142713143609e-5).Then(t, f * -3.6353475616702569e-6).Then(t, f * 0.00017681318676550248)
            .Then(t, f * -0.00045505263319824668).Then(t, f * -0.00028095893389232165).Then(t, f * 0.0061120556474577692).Then(t, f * -0.02637005333259295)
            .Then(t, f * 0.076381514910031865).Then(t, f * -0.17401093724042113).Then(t, f * 0.33085158787798144).Then(t, f * -0.54085383131322087)
            .Then(t, f * 0.77320870226523757).Then(t, f * -0.97654872908088212).Then(t, f * 1.0959956610004911);
        return V.Fma(p, left, p * part);
    }

    private readonly struct ScaledTail : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILanes<V> => Scaled(Bounded(Lanes.Abs(x)));
    }

    private readonly struct Value : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V scaled) where V : struct, ILanes<V>
        {
            var size = Bounded(Lanes.Abs(x));
            var t = size * size;
            var p = V.Constant(1.4725865480556744e-6).Then(t, -1.484584925970787e-5).Then(t, 0.00012053335124353741).Then(t, -0.00085482977536749669)
                .Then(t, 0.00522397737302147).Then(t, -0.026866170632887929).Then(t, 0.11283791670925353).Then(t, -0.37612638903183474)
                .Then(t, 0.12837916709551257);
            return Lanes.CopySign(V.Select(size < V.Constant(0.5), V.Fma(size, p, size), V.Constant(1) - Tail(size, scaled)), x);
        }
    }

    private readonly struct Complement : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V scaled) where V : struct, ILanes<V>
        {
            var tail = Tail(Bounded(Lanes.Abs(x)), scaled);
            return V.Select(x < V.Constant(0), V.Constant(2) - tail, tail);
        }
    }

    /// <summary>erf of floats: 1 − e^(−P(|x|)) and the sign of x, near 0 x + x Q(x²).</summary>
    private readonly struct SingleValue : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILanes<V>
        {
            var size = V.Least(V.Constant(3.95), Lanes.Abs(x));
            var q = V.Constant(0.000198219723).Then(size, -0.00306549091).Then(size, 0.0223152152).Then(size, -0.104113683).Then(size, -0.636976079).Then(size, -1.12779724).Then(size, -0.000166447184);
            var far = V.Constant(1) - Exponential.Rough(q);
            var z = size * size;
            var p = V.Constant(-0.000609035549).Then(z, 0.00501196185).Then(z, -0.0267789082).Then(z, 0.112821408).Then(z, -0.376125233).Then(z, 0.128379154);
            return Lanes.CopySign(V.Select(size < V.Constant(0.9), V.Fma(size, p, size), far), x);
        }
    }

    /// <summary>erfc of floats, which the compiler still inlines into one loop.</summary>
    private readonly struct SingleComplement : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILanes<V>
        {
            var size = V.Least(V.Constant(10.1), Lanes.Abs(x));
            var tail = Exponential.Bell(size, 1, Scaled(size), out _);
            return V.Select(x < V.Constant(0), V.Constant(2) - tail, tail);
        }
    }
}
