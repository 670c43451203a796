using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>A = U·diag(σ)·Vᵀ for m ≥ n, by rotating the columns of A until they are orthogonal.</summary>
/// <remarks>
/// The one-sided Jacobi method of Hestenes (1958): short, and it finds small singular values to high relative accuracy
/// (Demmel and Veselić 1992). Columns are held as rows, so that every loop runs over neighbours.
/// </remarks>
internal static class SingularValues
{
    private const int Sweeps = 60;

    /// <summary>Turns the columns of A, the rows of <paramref name="w"/>[n, m], into those of U; fills the columns of V as the rows of <paramref name="v"/>[n, n]. Largest first.</summary>
    /// <returns>False if the rotations did not converge, as on NaN.</returns>
    public static bool Run<T>(Span<T> w, int m, int n, Span<T> v, Span<T> sigma) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (scale, epsilon) = (Precision.Scale<T>(w), Precision.Epsilon<T>());
        TensorPrimitives.Divide<T>(w, scale, w);
        v.Clear();
        for (var i = 0; i < n; i++) v[i * n + i] = T.One;
        // a column this short is no direction
        var nothing = epsilon * epsilon * epsilon * epsilon;
        var tolerance = epsilon * T.Sqrt(T.CreateTruncating(m));
        var converged = false;
        for (var sweep = 0; sweep < Sweeps && !converged; sweep++) converged = !Sweep(w, m, n, v, tolerance, nothing);
        for (var i = 0; i < n; i++) sigma[i] = TensorPrimitives.Norm<T>(w.Slice(i * m, m));
        Sort(w, m, n, v, sigma);
        var known = 0;
        while (known < n && sigma[known] * sigma[known] > nothing)
        {
            var column = w.Slice(known * m, m);
            TensorPrimitives.Divide<T>(column, sigma[known++], column);
        }
        OrthonormalBasis.Complete(w, m, known);
        TensorPrimitives.Multiply<T>(sigma, scale, sigma);
        return converged;
    }

    private static bool Sweep<T>(Span<T> w, int m, int n, Span<T> v, T tolerance, T nothing) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rotated = false;
        for (var p = 0; p < n - 1; p++)
            for (var q = p + 1; q < n; q++)
            {
                Span<T> x = w.Slice(p * m, m), y = w.Slice(q * m, m);
                T xx = TensorPrimitives.SumOfSquares<T>(x), yy = TensorPrimitives.SumOfSquares<T>(y), xy = TensorPrimitives.Dot<T>(x, y);
                if (xx <= nothing || yy <= nothing || T.Abs(xy) <= tolerance * T.Sqrt(xx) * T.Sqrt(yy)) continue;
                rotated = true;
                var rotation = JacobiRotation<T>.Of(xx, xy, yy);
                rotation.Apply(x, y);
                rotation.Apply(v.Slice(p * n, n), v.Slice(q * n, n));
            }
        return rotated;
    }

    // by selection: n exchanges of rows at most
    private static void Sort<T>(Span<T> w, int m, int n, Span<T> v, Span<T> sigma) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < n - 1; i++)
        {
            var largest = i;
            for (var j = i + 1; j < n; j++)
                if (sigma[j] > sigma[largest]) largest = j;
            if (largest == i) continue;
            (sigma[i], sigma[largest]) = (sigma[largest], sigma[i]);
            Exchange(w.Slice(i * m, m), w.Slice(largest * m, m));
            Exchange(v.Slice(i * n, n), v.Slice(largest * n, n));
        }
    }

    private static void Exchange<T>(Span<T> x, Span<T> y) where T : unmanaged
    {
        for (var i = 0; i < x.Length; i++) (x[i], y[i]) = (y[i], x[i]);
    }
}
