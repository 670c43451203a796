using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Σ x.</summary>
internal readonly struct SumReduction<T> : IReduction<T> where T : unmanaged, INumber<T>
{
    public T Identity => T.Zero;

    public T Run(ReadOnlySpan<T> x) => LineSums.Sum(x);

    public void Accumulate(Span<T> acc, ReadOnlySpan<T> x) => TensorPrimitives.Add(acc, x, acc);

    public T Combine(T a, T b) => a + b;
}
