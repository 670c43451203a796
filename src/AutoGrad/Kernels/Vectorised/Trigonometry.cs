using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Sine, cosine and tangent, by x = k π/2 + r with |r| ≤ π/4; the last bits of k say which function of r it is.</summary>
/// <remarks>
/// π/2 is subtracted in three parts, each step fused: the first is exact, and the third is below what can cancel
/// (W. J. Cody, W. Waite, Software Manual for the Elementary Functions, 1980). Beyond the bound where that holds, each
/// element goes to the scalar function of the platform, which reduces with as many digits of π as it takes.
/// </remarks>
internal static class Trigonometry
{
    private const double SingleBound = 1e5, DoubleBound = 1e9;

    private interface IScalar
    {
        static abstract double Of(double x);
    }

    /// <summary>sin x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin<V>(V x) where V : struct, ILanes<V>
    {
        var r = Reduced(x, out var k);
        return Checked<V, ScalarSin>(x, Turned(r, k));
    }

    /// <summary>cos x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<V>(V x) where V : struct, ILanes<V>
    {
        var r = Reduced(x, out var k);
        return Checked<V, ScalarCos>(x, Turned(r, V.AddBits(k, V.Bits(1, 1))));
    }

    /// <summary>tan x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tan<V>(V x) where V : struct, ILanes<V>
    {
        var r = Reduced(x, out var k);
        var (sine, cosine) = (Lanes.CopySign(Sine(r), r), Cosine(r));       // the sum of 0 and −0 is 0
        var odd = Odd(k);
        return Checked<V, ScalarTan>(x, V.Select(odd, cosine, sine) / V.Select(odd, -sine, cosine));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Reduced<V>(V x, out V k) where V : struct, ILanes<V>
    {
        k = V.Fma(x, V.Constant(0.63661977236758134308), Lanes.Rounder<V>());
        var whole = k - Lanes.Rounder<V>();
        // each part is below what is left of π/2: −0 plus negative zeros keeps its sign
        var r = V.Fma(whole, Lanes.Pick<V>(-1.570796251296997, -1.5707963267948966), x);
        r = V.Fma(whole, Lanes.Pick<V>(-7.549789415861596e-8, -6.123233995736765e-17), r);
        return V.Fma(whole, Lanes.Pick<V>(-5.390302529957765e-15, -1.0828566739219139e-32), r);
    }

    /// <summary>The sine of r and k quarter turns: a + a z (c₀ + c₁ z + ...) with z = r², where a and c are of the sine or the cosine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Turned<V>(V r, V k) where V : struct, ILanes<V>
    {
        var odd = Odd(k);
        var z = r * r;
        var a = V.Select(odd, V.Constant(1), r);
        var p = V.IsSingle
            ? Either(odd, 2.4547841149616037e-5, 2.724980350123796e-6)
            : Either(odd, -1.1382597309861877e-11, -7.5866730212893941e-13);
        if (V.IsSingle)
            p = V.Fma(V.Fma(p, z, Either(odd, -0.0013888302568653849, -0.0001984008579198555)), z, Either(odd, 0.041666664657098036, 0.0083333318729635325));
        else
        {
            p = V.Fma(V.Fma(p, z, Either(odd, 2.0876145780903544e-9, 1.6058531210130864e-10)), z, Either(odd, -2.7557317269390272e-7, -2.5052106229867591e-8));
            p = V.Fma(V.Fma(p, z, Either(odd, 2.4801587298761177e-5, 2.7557319219331738e-6)), z, Either(odd, -0.0013888888888887394, -0.00019841269841265055));
            p = V.Fma(p, z, Either(odd, 0.041666666666666665, 0.0083333333333333315));
        }
        p = V.Fma(p, z, Either(odd, -0.5, -0.16666666666666667));
        // the size with the sign of a, which 0 has too, and another half turn's
        return V.Select(Lanes.SignBit<V>(), a ^ V.ShiftLeft(k, V.IsSingle ? 30 : 62), V.Fma(a * z, p, a));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Either<V>(V odd, double cosine, double sine) where V : struct, ILanes<V> => V.Select(odd, V.Constant(cosine), V.Constant(sine));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Sine<V>(V r) where V : struct, ILanes<V>
    {
        var z = r * r;
        var p = V.IsSingle
            ? V.Constant(-0.00019582855850789988).Then(z, 0.0083327247326302922).Then(z, -0.16666664539989613)
            : V.Constant(1.59153232122714e-10).Then(z, -2.5051092507061386e-8).Then(z, 2.7557315911911159e-6)
                .Then(z, -0.00019841269836387346).Then(z, 0.0083333333333307006).Then(z, -0.16666666666666664);
        return V.Fma(r * z, p, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Cosine<V>(V r) where V : struct, ILanes<V>
    {
        var z = r * r;
        var p = V.IsSingle
            ? V.Constant(2.4542896336944627e-5).Then(z, -0.0013888279449649537).Then(z, 0.041666664536946092)
            : V.Constant(-1.1380876948169716e-11).Then(z, 2.0876121658871159e-9).Then(z, -2.755731715246704e-7)
                .Then(z, 2.4801587298533455e-5).Then(z, -0.0013888888888887242).Then(z, 0.041666666666666665);
        return V.Fma(z * z, p, V.Fma(z, V.Constant(-0.5), V.Constant(1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Odd<V>(V k) where V : struct, ILanes<V> =>
        V.IsSingle ? V.ShiftRight(V.ShiftLeft(k, 31), 31) : V.ShiftRight(V.ShiftLeft(k, 63), 63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Checked<V, F>(V x, V y) where V : struct, ILanes<V> where F : IScalar =>
        V.AnyAbove(Lanes.Abs(x), V.IsSingle ? SingleBound : DoubleBound) ? OneByOne<V, F>(x, y) : y;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V OneByOne<V, F>(V x, V y) where V : struct, ILanes<V> where F : IScalar
    {
        var far = Lanes.Abs(x) > Lanes.Pick<V>(SingleBound, DoubleBound);
        for (var i = 0; i < V.Count; i++)
        {
            if (V.IsSingle)
            {
                if (At<V, int>(ref far, i) != 0) At<V, float>(ref y, i) = (float)F.Of(At<V, float>(ref x, i));
            }
            else if (At<V, long>(ref far, i) != 0) At<V, double>(ref y, i) = F.Of(At<V, double>(ref x, i));
        }
        return y;
    }

    private static ref T At<V, T>(ref V lanes, int i) where V : struct => ref Unsafe.Add(ref Unsafe.As<V, T>(ref lanes), i);

    private readonly struct ScalarSin : IScalar
    {
        public static double Of(double x) => Math.Sin(x);
    }

    private readonly struct ScalarCos : IScalar
    {
        public static double Of(double x) => Math.Cos(x);
    }

    private readonly struct ScalarTan : IScalar
    {
        public static double Of(double x) => Math.Tan(x);
    }
}

/// <inheritdoc cref="Trigonometry.Sin"/>
internal readonly struct SinOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Trigonometry.Sin(x);
}

/// <inheritdoc cref="Trigonometry.Cos"/>
internal readonly struct CosOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Trigonometry.Cos(x);
}

/// <inheritdoc cref="Trigonometry.Tan"/>
internal readonly struct TanOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => Trigonometry.Tan(x);
}
