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
        return Checked<V, ScalarSin>(x, Turned(Sine(r), Cosine(r), k));
    }

    /// <summary>cos x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<V>(V x) where V : struct, ILanes<V>
    {
        var r = Reduced(x, out var k);
        return Checked<V, ScalarCos>(x, Turned(Sine(r), Cosine(r), V.AddBits(k, V.Bits(1, 1))));
    }

    /// <summary>tan x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tan<V>(V x) where V : struct, ILanes<V>
    {
        var r = Reduced(x, out var k);
        var (sine, cosine) = (Sine(r), Cosine(r));
        var odd = Odd(k);
        return Checked<V, ScalarTan>(x, V.Select(odd, cosine, sine) / V.Select(odd, -sine, cosine));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Reduced<V>(V x, out V k) where V : struct, ILanes<V>
    {
        k = V.Fma(x, V.Constant(0.63661977236758134308), Lanes.Rounder<V>());
        var whole = k - Lanes.Rounder<V>();
        var r = V.Fma(whole, V.Constant(-1.57079632679489661923), x);
        r = V.Fma(whole, Lanes.Pick<V>(4.3711388286737928865e-8, -6.1232339957367660359e-17), r);
        r = V.Fma(whole, Lanes.Pick<V>(1.7151245100058818728e-15, 1.4973849048591698e-33), r);
        return V.Select(V.Equal(r, V.Constant(0)), x, r);      // of numbers only 0 is a multiple: it keeps its sign
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Sine<V>(V r) where V : struct, ILanes<V>
    {
        var z = r * r;
        var p = V.IsSingle
            ? V.Constant(-0.00019582855850789988).Then(z, 0.0083327247326302922).Then(z, -0.16666664539989613)
            : V.Constant(1.59153232122714e-10).Then(z, -2.5051092507061386e-8).Then(z, 2.7557315911911159e-6)
                .Then(z, -0.00019841269836387346).Then(z, 0.0083333333333307006).Then(z, -0.16666666666666664);
        return Lanes.CopySign(V.Fma(r * z, p, r), r);      // the sum of 0 and −0 is 0
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

    /// <summary>The sine after k quarter turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Turned<V>(V sine, V cosine, V k) where V : struct, ILanes<V> =>
        V.Select(Odd(k), cosine, sine) ^ (V.ShiftLeft(k, V.IsSingle ? 30 : 62) & Lanes.SignBit<V>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Odd<V>(V k) where V : struct, ILanes<V> =>
        V.IsSingle ? V.ShiftRight(V.ShiftLeft(k, 31), 31) : V.ShiftRight(V.ShiftLeft(k, 63), 63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Checked<V, F>(V x, V y) where V : struct, ILanes<V> where F : IScalar
    {
        var far = Lanes.Abs(x) > Lanes.Pick<V>(SingleBound, DoubleBound);
        return V.Any(far) ? OneByOne<V, F>(x, y, far) : y;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V OneByOne<V, F>(V x, V y, V far) where V : struct, ILanes<V> where F : IScalar
    {
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
