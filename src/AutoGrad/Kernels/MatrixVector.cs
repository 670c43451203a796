using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Matrix products where one operand is a vector: nothing is used twice, so nothing is packed.</summary>
internal static class MatrixVector
{
    /// <summary>y[i] = Σₖ A[i, k]·x[k].</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="n">Length of y.</param>
    /// <param name="x">The vector.</param>
    /// <param name="alongK">A lies as [n, k]; otherwise as [k, n].</param>
    /// <param name="y">The result.</param>
    public static void Run<T>(ReadOnlySpan<T> a, int n, ReadOnlySpan<T> x, bool alongK, Span<T> y) where T : unmanaged, INumber<T>
    {
        if (alongK || n == 1)
        {
            for (var i = 0; i < n; i++) y[i] = TensorPrimitives.Dot(a.Slice(i * x.Length, x.Length), x);
            return;
        }
        TensorPrimitives.Multiply(a[..n], x[0], y);
        for (var k = 1; k < x.Length; k++) TensorPrimitives.MultiplyAdd(a.Slice(k * n, n), x[k], y, y);
    }

    /// <summary>C[i, j] = x[i]·y[j].</summary>
    public static void Outer<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> c) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < x.Length; i++) TensorPrimitives.Multiply(y, x[i], c.Slice(i * y.Length, y.Length));
    }
}
