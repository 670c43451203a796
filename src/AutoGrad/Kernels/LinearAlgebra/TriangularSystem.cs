using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>A triangular matrix, as it lies in a square one whose other half is not read.</summary>
/// <param name="Lower">The lower triangle is meant.</param>
/// <param name="Transpose">The equations have its transpose.</param>
/// <param name="Unit">The diagonal is ones and is not read.</param>
internal readonly record struct TriangularSystem(bool Lower, bool Transpose, bool Unit)
{
    /// <summary>Solves the n equations for k right-hand sides in place, by substitution, a row of x at a time.</summary>
    public void Solve<T>(ReadOnlySpan<T> a, int n, Span<T> x, int k) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var forward = Lower != Transpose;
        for (var step = 0; step < n; step++)
        {
            var i = forward ? step : n - 1 - step;
            var row = x.Slice(i * k, k);
            for (var done = 0; done < step; done++)
            {
                var j = forward ? done : n - 1 - done;
                var factor = Transpose ? a[j * n + i] : a[i * n + j];
                TensorPrimitives.MultiplyAdd<T>(x.Slice(j * k, k), -factor, row, row);
            }
            if (!Unit) TensorPrimitives.Divide<T>(row, a[i * n + i], row);
        }
    }

    /// <summary>The first row with a zero on the diagonal, where there is no solution; −1 if there is none.</summary>
    public int ZeroPivot<T>(ReadOnlySpan<T> a, int n) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < n && !Unit; i++)
            if (a[i * n + i] == T.Zero) return i;
        return -1;
    }
}
