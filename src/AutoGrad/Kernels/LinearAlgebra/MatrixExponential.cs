using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>e^A by scaling, the Padé approximant of degree 13, and squaring (Higham, "The Scaling and Squaring Method for the Matrix Exponential Revisited", 2005).</summary>
internal static class MatrixExponential
{
    // the 1-norm up to which the approximant is exact to double precision
    private const double Radius = 5.371920351148152;

    private static readonly double[] s_coefficients =
    [
        64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800,
        33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ];

    public static void Run<T>(ReadOnlySpan<T> a, int n, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var norm = Norm(a, n);
        if (!T.IsFinite(norm))
        {
            y.Fill(T.NaN);
            return;
        }
        var squarings = Math.Max(0, T.ILogB(norm / T.CreateTruncating(Radius)) + 1);
        var size = n * n;
        var held = ArrayPool<T>.Shared.Rent(7 * size);
        Span<T> x = held.AsSpan(0, size), x2 = held.AsSpan(size, size), x4 = held.AsSpan(2 * size, size), x6 = held.AsSpan(3 * size, size);
        Span<T> odd = held.AsSpan(4 * size, size), even = held.AsSpan(5 * size, size), term = held.AsSpan(6 * size, size);
        TensorPrimitives.Multiply(a, T.ScaleB(T.One, -squarings), x);
        var product = new GemmShape(n, n, n, false, false);
        Gemm.Run(product, x, x, x2);
        Gemm.Run(product, x2, x2, x4);
        Gemm.Run(product, x2, x4, x6);
        Half(product, 1, x2, x4, x6, term, even);
        Gemm.Run<T>(product, x, even, odd);
        Half(product, 0, x2, x4, x6, term, even);
        // (V − U)·Y = V + U, with the even half V and the odd half U
        TensorPrimitives.Add<T>(even, odd, y);
        TensorPrimitives.Subtract<T>(even, odd, even);
        var exchanged = ArrayPool<int>.Shared.Rent(n);
        LuDecomposition.Factor(even, n, exchanged);
        LuDecomposition.Solve(even, n, exchanged.AsSpan(0, n), y, n, transpose: false);
        for (; squarings > 0; squarings--)
        {
            y.CopyTo(term);
            Gemm.Run<T>(product, term, term, y);
        }
        ArrayPool<int>.Shared.Return(exchanged);
        ArrayPool<T>.Shared.Return(held);
    }

    /// <summary>X⁶·(b₁₂X⁶ + b₁₀X⁴ + b₈X²) + b₆X⁶ + b₄X⁴ + b₂X² + b₀I, with every index one more for the odd half.</summary>
    private static void Half<T>(GemmShape product, int odd, ReadOnlySpan<T> x2, ReadOnlySpan<T> x4, ReadOnlySpan<T> x6, Span<T> term, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorPrimitives.Multiply(x6, Coefficient<T>(12 + odd), term);
        TensorPrimitives.MultiplyAdd<T>(x4, Coefficient<T>(10 + odd), term, term);
        TensorPrimitives.MultiplyAdd<T>(x2, Coefficient<T>(8 + odd), term, term);
        Gemm.Run(product, x6, term, y);
        TensorPrimitives.MultiplyAdd<T>(x6, Coefficient<T>(6 + odd), y, y);
        TensorPrimitives.MultiplyAdd<T>(x4, Coefficient<T>(4 + odd), y, y);
        TensorPrimitives.MultiplyAdd<T>(x2, Coefficient<T>(2 + odd), y, y);
        for (var i = 0; i < y.Length; i += product.N + 1) y[i] += Coefficient<T>(odd);
    }

    private static T Coefficient<T>(int degree) where T : IFloatingPointIeee754<T> => T.CreateTruncating(s_coefficients[degree]);

    /// <summary>The largest sum of magnitudes down a column.</summary>
    private static T Norm<T>(ReadOnlySpan<T> a, int n) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var norm = T.Zero;
        for (var j = 0; j < n; j++)
        {
            var sum = T.Zero;
            for (var i = j; i < a.Length; i += n) sum += T.Abs(a[i]);
            norm = T.Max(norm, sum);        // NaN stays
        }
        return norm;
    }
}
