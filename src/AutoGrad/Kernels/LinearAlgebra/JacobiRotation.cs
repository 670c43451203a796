using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The plane rotation that makes a symmetric matrix of two rows diagonal (Golub and Van Loan, "Matrix Computations", section 8.5.2).</summary>
internal readonly record struct JacobiRotation<T>(T Cosine, T Sine) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>For the matrix ((<paramref name="pp"/>, <paramref name="pq"/>), (<paramref name="pq"/>, <paramref name="qq"/>)); pq is not 0.</summary>
    public static JacobiRotation<T> Of(T pp, T pq, T qq)
    {
        var half = (qq - pp) / (pq + pq);
        var tangent = T.CopySign(T.One, half) / (T.Abs(half) + T.Hypot(T.One, half));
        var cosine = T.One / T.Hypot(T.One, tangent);
        return new JacobiRotation<T>(cosine, cosine * tangent);
    }

    /// <summary>(x, y) = (c·x − s·y, s·x + c·y).</summary>
    public void Apply(Span<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++) Apply(ref x[i], ref y[i]);
    }

    /// <summary>The same for two numbers.</summary>
    public void Apply(ref T x, ref T y) => (x, y) = (Cosine * x - Sine * y, Sine * x + Cosine * y);
}
