using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>P·A = L·U by Gaussian elimination with partial pivoting (Golub and Van Loan, "Matrix Computations", algorithm 3.4.1).</summary>
internal static class LuDecomposition
{
    /// <summary>Overwrites A with U and, below the diagonal, L. Row k was exchanged with row <c>exchanged[k]</c>.</summary>
    /// <returns>The first column without a pivot, which makes the matrix singular; −1 if there is none.</returns>
    public static int Factor<T>(Span<T> a, int n, Span<int> exchanged) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var singular = -1;
        for (var k = 0; k < n; k++)
        {
            var pivot = k;
            for (var i = k + 1; i < n; i++)
                if (!(T.Abs(a[i * n + k]) <= T.Abs(a[pivot * n + k]))) pivot = i;       // a NaN is taken, so that it shows in the result
            exchanged[k] = pivot;
            var top = a.Slice(k * n, n);
            if (pivot != k) Exchange(top, a.Slice(pivot * n, n));
            if (top[k] == T.Zero)
            {
                if (singular < 0) singular = k;
                continue;
            }
            for (var i = k + 1; i < n; i++)
            {
                var row = a.Slice(i * n, n);
                row[k] /= top[k];
                TensorPrimitives.MultiplyAdd<T>(top[(k + 1)..], -row[k], row[(k + 1)..], row[(k + 1)..]);
            }
        }
        return singular;
    }

    /// <summary>Solves A·X = B, or Aᵀ·X = B, in place for k right-hand sides.</summary>
    public static void Solve<T>(ReadOnlySpan<T> lu, int n, ReadOnlySpan<int> exchanged, Span<T> x, int k, bool transpose) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (lower, upper) = (new TriangularSystem(true, transpose, Unit: true), new TriangularSystem(false, transpose, Unit: false));
        if (!transpose)
        {
            for (var i = 0; i < n; i++) ExchangeRows(x, k, i, exchanged[i]);
            lower.Solve(lu, n, x, k);
            upper.Solve(lu, n, x, k);
            return;
        }
        upper.Solve(lu, n, x, k);
        lower.Solve(lu, n, x, k);
        for (var i = n - 1; i >= 0; i--) ExchangeRows(x, k, i, exchanged[i]);
    }

    /// <summary>The determinant of P, 1 or −1.</summary>
    public static T Parity<T>(ReadOnlySpan<int> exchanged) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sign = T.One;
        for (var i = 0; i < exchanged.Length; i++)
            if (exchanged[i] != i) sign = -sign;
        return sign;
    }

    private static void ExchangeRows<T>(Span<T> x, int k, int i, int j) where T : unmanaged
    {
        if (i != j) Exchange(x.Slice(i * k, k), x.Slice(j * k, k));
    }

    private static void Exchange<T>(Span<T> x, Span<T> y) where T : unmanaged
    {
        for (var i = 0; i < x.Length; i++) (x[i], y[i]) = (y[i], x[i]);
    }
}
