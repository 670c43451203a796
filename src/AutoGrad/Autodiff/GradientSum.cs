using AutoGrad.Kernels;

namespace AutoGrad;

/// <summary>What has reached a node so far.</summary>
internal struct GradientSum
{
    private static readonly BinaryKernel<float> s_add32 = TensorPrimitives.Add;
    private static readonly BinaryKernel<double> s_add64 = TensorPrimitives.Add;

    /// <summary>The sum; null before anything came.</summary>
    public Tensor? Sum;

    /// <summary>The pass allocated the sum and nobody else sees it: the next contribution may be added in place.</summary>
    public bool Owned;

    /// <summary>sum += d, in place.</summary>
    public static void AddInto(Tensor sum, Tensor d)
    {
        if (sum.DType == DType.Float32) AddInto(s_add32, sum.Held<float>(), d.Held<float>());
        else AddInto(s_add64, sum.Held<double>(), d.Held<double>());
        GC.KeepAlive(sum);
        GC.KeepAlive(d);
    }

    private static void AddInto<T>(BinaryKernel<T> add, Span<T> sum, ReadOnlySpan<T> d) where T : unmanaged
    {
        if (sum.Length > ElementChunks.Size) ElementChunks.Map(add, sum, d, sum);
        else add(sum, d, sum);
    }
}
