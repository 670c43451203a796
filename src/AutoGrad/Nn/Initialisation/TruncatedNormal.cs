namespace AutoGrad.Nn;

public static partial class Init
{
    /// <summary>Fills with normally distributed numbers, drawn again where outside of an interval.</summary>
    /// <remarks>Computed from even numbers by the inverse distribution function, so nothing is drawn twice. PyTorch's <c>trunc_normal_</c>.</remarks>
    /// <param name="parameter">What to fill.</param>
    /// <param name="mean">The mean of the whole distribution.</param>
    /// <param name="standardDeviation">The standard deviation of the whole distribution; positive.</param>
    /// <param name="low">The least value.</param>
    /// <param name="high">The largest value.</param>
    /// <param name="generator">Where to draw from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="standardDeviation"/> is not positive, <paramref name="low"/> not below <paramref name="high"/>, the interval is so far out that nothing would fall into it, or a number is NaN.</exception>
    public static Parameter TruncatedNormal(Parameter parameter, double mean = 0, double standardDeviation = 1, double low = -2, double high = 2, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (!(standardDeviation > 0 && double.IsFinite(standardDeviation) && double.IsFinite(mean)))
            throw new ArgumentException($"TruncatedNormal: the standard deviation {standardDeviation} must be positive, and the mean {mean} finite.", nameof(standardDeviation));
        if (!(low < high)) throw new ArgumentException($"TruncatedNormal: the least value {low} must be below the largest {high}.", nameof(low));
        using var scope = GradMode.NoGrad();
        // 2Φ − 1 at both ends
        var ends = (Tensor.From([(low - mean) / standardDeviation, (high - mean) / standardDeviation]) * Math.Sqrt(0.5)).Erf().ToArray<double>();
        if (!(ends[0] < ends[1])) throw new ArgumentException($"TruncatedNormal: nothing of the distribution lies between {low} and {high}.", nameof(low));
        var even = Tensor.Uniform(parameter.Shape, ends[0], ends[1], DType.Float64, generator);
        return Assign(parameter, (even.Erfinv() * (standardDeviation * Math.Sqrt(2)) + mean).Clamp(low, high).To(parameter.DType));
    }
}
