using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>A = Q·R for m ≥ n by reflections (Golub and Van Loan, "Matrix Computations", algorithm 5.2.1), with LAPACK's signs.</summary>
internal static class HouseholderQr
{
    /// <summary>Decomposes A[m, n] into Q[m, n] with orthonormal columns and upper triangular R[n, n].</summary>
    public static void Run<T>(ReadOnlySpan<T> a, int m, int n, Span<T> q, Span<T> r) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var held = ArrayPool<T>.Shared.Rent(2 * m * n + n);
        Span<T> columns = held.AsSpan(0, m * n), basis = held.AsSpan(m * n, m * n), factors = held.AsSpan(2 * m * n, n);
        var scale = Precision.Scale(a);
        for (var i = 0; i < m; i++)
            for (var j = 0; j < n; j++) columns[j * m + i] = a[i * n + j] / scale;
        basis.Clear();
        for (var k = 0; k < n; k++)
        {
            factors[k] = Reflector(columns.Slice(k * m + k, m - k));
            for (var j = k + 1; j < n; j++) Reflect(columns.Slice(k * m + k, m - k), factors[k], columns.Slice(j * m + k, m - k));
            basis[k * m + k] = T.One;
        }
        for (var k = n - 1; k >= 0; k--)
            for (var j = k; j < n; j++) Reflect(columns.Slice(k * m + k, m - k), factors[k], basis.Slice(j * m + k, m - k));
        for (var i = 0; i < m; i++)
            for (var j = 0; j < n; j++) q[i * n + j] = basis[j * m + i];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) r[i * n + j] = i <= j ? columns[j * m + i] * scale : T.Zero;
        ArrayPool<T>.Shared.Return(held);
    }

    /// <summary>Turns x into (β, v) such that the reflection I − τ·(1, v)·(1, v)ᵀ takes x to (β, 0).</summary>
    /// <returns>τ; 0 where there is nothing to reflect.</returns>
    private static T Reflector<T>(Span<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rest = x[1..];
        var length = TensorPrimitives.Norm<T>(rest);
        if (length == T.Zero) return T.Zero;
        var alpha = x[0];
        var beta = -T.CopySign(T.Hypot(alpha, length), alpha);
        TensorPrimitives.Divide<T>(rest, alpha - beta, rest);
        x[0] = beta;
        return (beta - alpha) / beta;
    }

    private static void Reflect<T>(ReadOnlySpan<T> reflector, T factor, Span<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (factor == T.Zero) return;
        var v = reflector[1..];
        var rest = x[1..];
        var along = factor * (x[0] + TensorPrimitives.Dot<T>(v, rest));
        x[0] -= along;
        TensorPrimitives.MultiplyAdd<T>(v, -along, rest, rest);
    }
}
