using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Compare.Limits;

/// <summary>Independent fused multiply-adds on registers: as many in flight as any processor needs.</summary>
/// <param name="wide">Whether they may be of 512 bits.</param>
internal sealed class FusedMultiplyAdds<T>(bool wide) : ILoop where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Chains = 12, Iterations = 20_000;

    private readonly bool _wide = wide && Vector512.IsHardwareAccelerated;
    private T _kept;

    public double Amount => 2.0 * Chains * Iterations * (_wide ? Vector512<T>.Count : Vector256<T>.Count);

    public void Run(int repeats)
    {
        for (var i = 0; i < repeats; i++) _kept += _wide ? Wide(T.CreateTruncating(0.5)) : Narrow(T.CreateTruncating(0.5));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Wide(T start)
    {
        var x = Vector512.Create(start);
        Vector512<T> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var n = 0; n < Iterations; n++)
        {
            a = Fma(a, x, x);
            b = Fma(b, x, x);
            c = Fma(c, x, x);
            d = Fma(d, x, x);
            e = Fma(e, x, x);
            f = Fma(f, x, x);
            g = Fma(g, x, x);
            h = Fma(h, x, x);
            i = Fma(i, x, x);
            j = Fma(j, x, x);
            k = Fma(k, x, x);
            l = Fma(l, x, x);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Narrow(T start)
    {
        var x = Vector256.Create(start);
        Vector256<T> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var n = 0; n < Iterations; n++)
        {
            a = Fma(a, x, x);
            b = Fma(b, x, x);
            c = Fma(c, x, x);
            d = Fma(d, x, x);
            e = Fma(e, x, x);
            f = Fma(f, x, x);
            g = Fma(g, x, x);
            h = Fma(h, x, x);
            i = Fma(i, x, x);
            j = Fma(j, x, x);
            k = Fma(k, x, x);
            l = Fma(l, x, x);
        }
        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    private static Vector512<T> Fma(Vector512<T> a, Vector512<T> b, Vector512<T> c) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    private static Vector256<T> Fma(Vector256<T> a, Vector256<T> b, Vector256<T> c) => typeof(T) == typeof(float)
        ? Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
}
