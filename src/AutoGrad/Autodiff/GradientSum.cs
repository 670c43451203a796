namespace AutoGrad;

/// <summary>What has reached a node so far.</summary>
internal struct GradientSum
{
    /// <summary>The sum; null before anything came.</summary>
    public Tensor? Sum;

    /// <summary>The pass allocated the sum and nobody else sees it: the next contribution may be added in place.</summary>
    public bool Owned;

    /// <summary>sum += d, in place.</summary>
    public static void AddInto(Tensor sum, Tensor d)
    {
        if (sum.DType == DType.Float32) TensorPrimitives.Add(sum.Span<float>(), d.Span<float>(), sum.Span<float>());
        else TensorPrimitives.Add(sum.Span<double>(), d.Span<double>(), sum.Span<double>());
    }
}
