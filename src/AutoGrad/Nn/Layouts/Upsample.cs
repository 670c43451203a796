namespace AutoGrad.Nn;

/// <summary>Sequences, images or volumes resampled: see <see cref="Tensor.Interpolate"/> and <see cref="Tensor.InterpolateBy(ReadOnlySpan{double}, InterpolationMode, bool)"/>.</summary>
public sealed class Upsample : Layer
{
    private readonly PerAxis _size;
    private readonly double[]? _factors;
    private readonly InterpolationMode _mode;
    private readonly bool _alignCorners;

    /// <summary>Creates a layer that resamples to a size.</summary>
    /// <param name="size">The new extents, one for each axis after the channels.</param>
    /// <param name="mode">How values between elements are found.</param>
    /// <param name="alignCorners">For linear and cubic: align the centres of the first and last elements instead of the image's edges.</param>
    public Upsample(PerAxis size, InterpolationMode mode = InterpolationMode.Nearest, bool alignCorners = false) => (_size, _mode, _alignCorners) = (size, mode, alignCorners);

    private Upsample(double[] factors, InterpolationMode mode, bool alignCorners) => (_factors, _mode, _alignCorners) = (factors, mode, alignCorners);

    /// <summary>A layer that resamples by a factor: <c>Upsample.By(2)</c>; PyTorch's <c>Upsample(scale_factor=2)</c>.</summary>
    /// <param name="scaleFactor">The factor along every axis; positive.</param>
    /// <param name="mode">How values between elements are found.</param>
    /// <param name="alignCorners">For linear and cubic: align the centres of the first and last elements instead of the image's edges.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scaleFactor"/> is not positive and finite.</exception>
    public static Upsample By(double scaleFactor, InterpolationMode mode = InterpolationMode.Nearest, bool alignCorners = false) => By([scaleFactor], mode, alignCorners);

    /// <summary>A layer that resamples by a factor for each axis after the channels.</summary>
    /// <param name="scaleFactors">The factors, one for each axis or one for all; positive.</param>
    /// <param name="mode">How values between elements are found.</param>
    /// <param name="alignCorners">For linear and cubic: align the centres of the first and last elements instead of the image's edges.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is not positive and finite.</exception>
    public static Upsample By(ReadOnlySpan<double> scaleFactors, InterpolationMode mode = InterpolationMode.Nearest, bool alignCorners = false)
    {
        foreach (var factor in scaleFactors)
            if (!(factor > 0 && double.IsFinite(factor))) throw new ArgumentOutOfRangeException(nameof(scaleFactors), factor, "Upsample: a factor is positive and finite.");
        return new Upsample(scaleFactors.ToArray(), mode, alignCorners);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => _factors is null ? x.Interpolate(_size, _mode, _alignCorners) : x.InterpolateBy(_factors, _mode, _alignCorners);
}
