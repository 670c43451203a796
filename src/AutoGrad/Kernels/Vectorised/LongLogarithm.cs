using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>ln |x| of doubles as a sum of two, about 64 bits in all.</summary>
/// <remarks>
/// By x = 2ᵉ m with m in ¾..1½, f = m − 1, s = f / (2 + f) and ln m = 2 (s + s³ (1/3 + s²/5 + s⁴/7 + ...)). Only what follows 1/3 is
/// small enough for one double; sums and products of two are as in T. J. Dekker: A floating-point technique for extending the available precision (1971).
/// </remarks>
internal static class LongLogarithm
{
    /// <summary>high + low = ln |x|, for whole registers: a multiple of 16. For 0 and ∞ the lower part is undefined.</summary>
    public static void OfSizes(ReadOnlySpan<double> x, Span<double> high, Span<double> low)
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var first = ref MemoryMarshal.GetReference(high[..x.Length]);
        ref var second = ref MemoryMarshal.GetReference(low[..x.Length]);
        if (Vector512.IsHardwareAccelerated) Loop<PairedDouble>(ref from, ref first, ref second, x.Length);
        else Loop<NativeDouble>(ref from, ref first, ref second, x.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Loop<V>(ref double x, ref double high, ref double low, int n) where V : struct, ILanes<V>
    {
        for (var i = 0; i < n; i += V.Count)
        {
            Unsafe.WriteUnaligned(ref Unsafe.As<double, byte>(ref Unsafe.Add(ref high, i)), Log(Lanes.Abs(Unsafe.ReadUnaligned<V>(ref Unsafe.As<double, byte>(ref Unsafe.Add(ref x, i)))), out var rest));
            Unsafe.WriteUnaligned(ref Unsafe.As<double, byte>(ref Unsafe.Add(ref low, i)), rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log<V>(V x, out V low) where V : struct, ILanes<V>
    {
        var (one, two, third) = (V.Constant(1), V.Constant(2), V.Constant(1.0 / 3));
        var f = V.Mantissa(x, out var e) - one;
        var t = two + f;
        var inverse = one / t;
        var s = f * inverse;
        var s1 = V.Fma(-s, f - (t - two), V.Fma(-s, t, f)) * inverse;
        var z = s * s;
        var z1 = V.Fma(s + s, s1, V.Fma(s, s, -z));
        var p = z * V.Constant(1.0 / 25).Then(z, 1.0 / 23).Then(z, 1.0 / 21).Then(z, 1.0 / 19).Then(z, 1.0 / 17).Then(z, 1.0 / 15)
            .Then(z, 1.0 / 13).Then(z, 1.0 / 11).Then(z, 1.0 / 9).Then(z, 1.0 / 7).Then(z, 1.0 / 5);
        var c = third + p;
        var c1 = third - c + p + V.Constant(1.850371707708594e-17);
        var u = z * c;
        var u1 = V.Fma(z, c, -u) + V.Fma(z, c1, z1 * c);
        var v = s * u;
        var v1 = V.Fma(s, u, -v) + V.Fma(s, u1, s1 * u);
        var y = s + v;
        var y1 = s - y + v + (s1 + v1);
        // ln 2 in two parts, of which the first times e is exact
        var whole = e * V.Constant(0.6931471805598903);
        var sum = V.Fma(two, y, whole);
        low = V.Fma(two, y, whole - sum) + V.Fma(two, y1, e * V.Constant(5.497923018708371e-14));
        return sum;
    }
}
