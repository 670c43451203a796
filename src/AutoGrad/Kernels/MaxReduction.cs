using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The largest element; NaN if any is NaN.</summary>
internal readonly struct MaxReduction<T> : IReduction<T> where T : unmanaged, INumber<T>
{
    public T Identity => throw new InvalidOperationException("No element is the largest of none.");

    public T Run(ReadOnlySpan<T> x) => LineExtreme.Takes<T>(x.Length) ? LineExtreme.Run(default(Larger), x) : TensorPrimitives.Max(x);

    public void Accumulate(Span<T> acc, ReadOnlySpan<T> x) => Extreme.Larger(acc, x, acc);

    public T Combine(T a, T b) => T.Max(a, b);
}
