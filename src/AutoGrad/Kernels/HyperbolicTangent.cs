using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>tanh, exact near 0 and where it saturates.</summary>
/// <remarks>
/// Below 5/8 in size x·(1 + z·P(z)/Q(z)) with z = x², elsewhere 1 − 2/(e²ˣ + 1) (S. L. Moshier, Methods and Programs for
/// Mathematical Functions, 1989). Each block takes its exponentials in one call, then both branches are computed side by side.
/// </remarks>
internal static class HyperbolicTangent
{
    private const int Block = 256;

    private static readonly double[] s_p = [-9.64399179425052238628E-1, -9.92877231001918586564E1, -1.61468768441708447952E3];
    private static readonly double[] s_q = [1.12811678491632931402E2, 2.23548839060100448583E3, 4.84406305325125486048E3];

    /// <summary>y = tanh x; the spans have one length and do not overlap.</summary>
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> e = stackalloc T[Math.Min(Block, x.Length)];
        for (; x.Length > 0; x = x[e.Length..], y = y[e.Length..])
        {
            e = e[..Math.Min(e.Length, x.Length)];
            TensorPrimitives.Abs(x[..e.Length], e);
            TensorPrimitives.Add(e, e, e);
            TensorPrimitives.Exp(e, e);
            var i = 0;
            if (Vector.IsHardwareAccelerated)
                for (; i <= e.Length - Vector<T>.Count; i += Vector<T>.Count)
                    Lanes(new Vector<T>(x[i..]), new Vector<T>(e[i..])).CopyTo(y[i..]);
            for (; i < e.Length; i++) y[i] = One(x[i], e[i]);
        }
    }

    private static Vector<T> Lanes<T>(Vector<T> x, Vector<T> e) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var z = x * x;
        var p = (V<T>(s_p[0]) * z + V<T>(s_p[1])) * z + V<T>(s_p[2]);
        var q = ((z + V<T>(s_q[0])) * z + V<T>(s_q[1])) * z + V<T>(s_q[2]);
        var far = Vector<T>.One - V<T>(2) / (e + Vector<T>.One);
        far = Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), -far, far);
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), V<T>(0.625)), x * (Vector<T>.One + z * (p / q)), far);
    }

    private static T One<T>(T x, T e) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(T.Abs(x) < C<T>(0.625))) return T.CopySign(T.One - C<T>(2) / (e + T.One), x);
        var z = x * x;
        var p = (C<T>(s_p[0]) * z + C<T>(s_p[1])) * z + C<T>(s_p[2]);
        var q = ((z + C<T>(s_q[0])) * z + C<T>(s_q[1])) * z + C<T>(s_q[2]);
        return x * (T.One + z * (p / q));
    }

    private static Vector<T> V<T>(double value) where T : IFloatingPointIeee754<T> => Vector.Create(C<T>(value));

    private static T C<T>(double value) where T : IFloatingPointIeee754<T> => T.CreateTruncating(value);
}
