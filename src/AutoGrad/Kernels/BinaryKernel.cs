namespace AutoGrad.Kernels;

/// <summary>A kernel of two operands at one element type, bound once.</summary>
internal delegate void BinaryKernel<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z);

/// <summary>A bound kernel, for operands that broadcast.</summary>
internal readonly struct BoundKernel<T>(BinaryKernel<T> kernel) : IBinaryKernel<T, T>
{
    public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => kernel(x, y, z);
}
