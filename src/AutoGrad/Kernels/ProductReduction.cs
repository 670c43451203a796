using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Π x.</summary>
internal readonly struct ProductReduction<T> : IReduction<T> where T : unmanaged, INumber<T>
{
    public T Identity => T.One;

    public T Run(ReadOnlySpan<T> x) => TensorPrimitives.Product(x);

    public void Accumulate(Span<T> acc, ReadOnlySpan<T> x) => TensorPrimitives.Multiply(acc, x, acc);

    public T Combine(T a, T b) => a * b;
}
