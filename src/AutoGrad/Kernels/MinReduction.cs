using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The smallest element; NaN if any is NaN.</summary>
internal readonly struct MinReduction<T> : IReduction<T> where T : unmanaged, INumber<T>
{
    public T Identity => throw new InvalidOperationException("No element is the smallest of none.");

    public T Run(ReadOnlySpan<T> x) => LineExtreme.Takes<T>(x.Length) ? LineExtreme.Run(default(Smaller), x) : TensorPrimitives.Min(x);

    public void Accumulate(Span<T> acc, ReadOnlySpan<T> x) => Extreme.Smaller(acc, x, acc);

    public T Combine(T a, T b) => T.Min(a, b);
}
