using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The matrix product C = A·B of row-major matrices.</summary>
internal static class Gemm
{
    public static void Run<T>(GemmShape shape, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c) where T : unmanaged, INumber<T>
    {
        Plain(shape, a, b, c);
    }

    /// <summary>One row of C at a time: c += a[i, k] · b[k].</summary>
    private static void Plain<T>(GemmShape shape, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c) where T : unmanaged, INumber<T>
    {
        var (m, n, k) = (shape.M, shape.N, shape.K);
        for (var i = 0; i < m; i++)
        {
            var row = c.Slice(i * n, n);
            row.Clear();
            for (var l = 0; l < k; l++)
            {
                var x = shape.TransposeA ? a[l * m + i] : a[i * k + l];
                if (shape.TransposeB)
                    for (var j = 0; j < row.Length; j++) row[j] += x * b[j * k + l];
                else
                {
                    var line = b.Slice(l * n, n);
                    for (var j = 0; j < row.Length; j++) row[j] += x * line[j];
                }
            }
        }
    }
}
