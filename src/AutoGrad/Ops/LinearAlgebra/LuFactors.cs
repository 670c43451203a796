using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>The LU decompositions of a batch of square matrices.</summary>
internal sealed class LuFactors
{
    private readonly Tensor _factors;
    private readonly int[] _exchanged;
    private readonly int[] _zeroPivots;

    private LuFactors(Tensor a)
    {
        (_factors, _exchanged, _zeroPivots) = (Tensor.New(a.Shape, a.DType), new int[Shape.Product(a.Shape.Extents[..^1])], new int[MatrixGuard.Count(a.Shape)]);
        Dispatch.Float("LU", a.DType, new Factoring(this, a));
    }

    private int N => _factors.Shape[^1];

    /// <summary>Decomposes, singular matrices too.</summary>
    public static LuFactors Of(Tensor a) => new(a);

    /// <summary>Decomposes matrices that must be regular.</summary>
    /// <exception cref="ArgumentException">One is singular.</exception>
    public static LuFactors OfRegular(string op, Tensor a)
    {
        var factors = new LuFactors(a);
        for (var b = 0; b < factors._zeroPivots.Length; b++)
            if (factors._zeroPivots[b] >= 0) throw MatrixGuard.Singular(op, a.Shape, b, factors._zeroPivots[b]);
        return factors;
    }

    /// <summary>Solves A·X = B, or Aᵀ·X = B, in place.</summary>
    public void Solve<T>(Span<T> x, int columns, bool transpose) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var n = N;
        for (var b = 0; b < _zeroPivots.Length; b++)
            LuDecomposition.Solve<T>(Matrix<T>(b), n, _exchanged.AsSpan(b * n, n), x.Slice(b * n * columns, n * columns), columns, transpose);
    }

    /// <summary>The pivots of one matrix; their product with the parity is the determinant.</summary>
    public T[] Pivots<T>(int b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var matrix = Matrix<T>(b);
        var pivots = new T[N];
        for (var i = 0; i < pivots.Length; i++) pivots[i] = matrix[i * N + i];
        return pivots;
    }

    /// <summary>The determinant of the exchanges of one matrix, 1 or −1.</summary>
    public T Parity<T>(int b) where T : unmanaged, IFloatingPointIeee754<T> => LuDecomposition.Parity<T>(_exchanged.AsSpan(b * N, N));

    private Span<T> Matrix<T>(int b) where T : unmanaged => _factors.Span<T>().Slice(b * N * N, N * N);

    private readonly struct Factoring(LuFactors factors, Tensor a) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var n = factors.N;
            a.Span<T>().CopyTo(factors._factors.Span<T>());
            for (var b = 0; b < factors._zeroPivots.Length; b++)
                factors._zeroPivots[b] = LuDecomposition.Factor(factors.Matrix<T>(b), n, factors._exchanged.AsSpan(b * n, n));
        }
    }
}
