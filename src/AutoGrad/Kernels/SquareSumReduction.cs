using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Σ x².</summary>
internal readonly struct SquareSumReduction<T> : ILineReduction<T> where T : unmanaged, INumber<T>
{
    public T Run(ReadOnlySpan<T> x) => LineSums.Dot(x, x);

    public T Combine(T a, T b) => a + b;
}
