using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>A = V·diag(λ)·Vᵀ for a symmetric matrix, by cyclic Jacobi rotations.</summary>
/// <remarks>Short, and as accurate as eigenvalues can be had (Demmel and Veselić, "Jacobi's method is more accurate than QR", 1992).</remarks>
internal static class SymmetricEigen
{
    // convergence is quadratic: six to ten sweeps do for thousands of rows
    private const int Sweeps = 60;

    /// <summary>Leaves the eigenvalues on the diagonal of A, unsorted, and their vectors in the rows of <paramref name="vectors"/>.</summary>
    /// <returns>False if the rotations did not converge, as on NaN.</returns>
    public static bool Run<T>(Span<T> a, int n, Span<T> vectors) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scale = Precision.Scale<T>(a);
        TensorPrimitives.Divide<T>(a, scale, a);
        vectors.Clear();
        for (var i = 0; i < n; i++) vectors[i * n + i] = T.One;
        var converged = false;
        for (var sweep = 0; sweep < Sweeps && !converged; sweep++) converged = !Sweep(a, n, vectors);
        TensorPrimitives.Multiply<T>(a, scale, a);
        return converged;
    }

    private static bool Sweep<T>(Span<T> a, int n, Span<T> vectors) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (epsilon, rotated) = (Precision.Epsilon<T>(), false);
        for (var p = 0; p < n - 1; p++)
            for (var q = p + 1; q < n; q++)
            {
                T pp = a[p * n + p], pq = a[p * n + q], qq = a[q * n + q];
                // beside the entries of two eigenvalues near 0, what is far below the largest entry is nothing
                if (T.Abs(pq) <= epsilon * T.Max(epsilon, T.Sqrt(T.Abs(pp)) * T.Sqrt(T.Abs(qq)))) continue;
                rotated = true;
                var rotation = JacobiRotation<T>.Of(pp, pq, qq);
                rotation.Apply(a.Slice(p * n, n), a.Slice(q * n, n));
                for (var i = 0; i < n; i++) rotation.Apply(ref a[i * n + p], ref a[i * n + q]);
                (a[p * n + q], a[q * n + p]) = (T.Zero, T.Zero);
                rotation.Apply(vectors.Slice(p * n, n), vectors.Slice(q * n, n));
            }
        return rotated;
    }
}
