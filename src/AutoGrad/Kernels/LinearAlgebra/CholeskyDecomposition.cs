using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>A = L·Lᵀ for a symmetric positive definite matrix, whose lower triangle is read.</summary>
internal static class CholeskyDecomposition
{
    /// <summary>Overwrites A with L and zeros above it.</summary>
    /// <returns>The first row whose pivot is not positive; −1 if there is none.</returns>
    public static int Factor<T>(Span<T> a, int n) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < n; i++)
        {
            var row = a.Slice(i * n, n);
            for (var j = 0; j < i; j++) row[j] = (row[j] - TensorPrimitives.Dot<T>(row[..j], a.Slice(j * n, j))) / a[j * n + j];
            var pivot = row[i] - TensorPrimitives.SumOfSquares<T>(row[..i]);
            if (!(pivot > T.Zero)) return i;        // NaN is not positive either
            row[i] = T.Sqrt(pivot);
            row[(i + 1)..].Clear();
        }
        return -1;
    }
}
