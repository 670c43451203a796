namespace AutoGrad.Compare;

/// <summary>One number that changes with every element of a result: Σ yᵢ·cos(i) / √n; the element itself where there is one.</summary>
/// <remarks>The scale is that of an element, and the cosines keep errors from cancelling. The peers compute the same.</remarks>
internal static class Fingerprint
{
    public static double Of(Tensor y)
    {
        if (y.Size == 1) return y.To(DType.Float64).Item<double>();
        return y.DType == DType.Float64 ? Of(y.AsSpan<double>()) : Of(y.AsSpan<float>());
    }

    public static double Of(ReadOnlySpan<float> y)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++) sum += y[i] * Math.Cos(i);
        return sum / Math.Sqrt(y.Length);
    }

    public static double Of(ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++) sum += y[i] * Math.Cos(i);
        return sum / Math.Sqrt(y.Length);
    }
}
