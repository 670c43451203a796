namespace AutoGrad.Nn;

/// <summary>Divides by the root of the mean square over the last axes: see <see cref="Tensor.RmsNorm"/>.</summary>
/// <remarks>Takes [..., normalizedShape] to the same shape. The weight starts at 1. Zhang and Sennrich, 2019.</remarks>
public sealed class RmsNorm : Layer
{
    /// <summary>Creates the layer: <c>new RmsNorm([128])</c>.</summary>
    /// <param name="normalizedShape">The extents of the last axes, which are normalised over together.</param>
    /// <param name="eps">What is added to the mean square; null for the distance from 1 to the next number of the element type, as in PyTorch.</param>
    /// <param name="elementwiseAffine">Whether to multiply by a weight in the shape that is normalised over.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException"><paramref name="normalizedShape"/> has no axes or an empty one, or <paramref name="dtype"/> is not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="eps"/> is negative.</exception>
    public RmsNorm(Shape normalizedShape, double? eps = null, bool elementwiseAffine = true, DType dtype = DType.Float32)
    {
        if (normalizedShape.Size == 0 || normalizedShape.Rank == 0)
            throw new ArgumentException($"RmsNorm: {normalizedShape} has nothing to normalise over: give the extents of the last axes, as in [128].", nameof(normalizedShape));
        if (eps is { } e && !(e >= 0)) throw new ArgumentOutOfRangeException(nameof(eps), e, "RmsNorm: eps is added to a mean square and must not be negative.");
        if (!dtype.IsFloating) throw new ArgumentException($"RmsNorm: a layer is Float32 or Float64, not {dtype}.", nameof(dtype));
        (NormalizedShape, Eps) = (normalizedShape, eps);
        if (elementwiseAffine) Weight = new Parameter(Tensor.Ones(normalizedShape, dtype));
    }

    /// <summary>Creates the layer for the last axis alone: <c>new RmsNorm(128)</c>.</summary>
    /// <param name="features">The extent of the last axis.</param>
    /// <param name="eps">What is added to the mean square; null for the distance from 1 to the next number of the element type, as in PyTorch.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException"><paramref name="features"/> is 0, or <paramref name="dtype"/> is not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> or <paramref name="eps"/> is negative.</exception>
    public RmsNorm(int features, double? eps = null, DType dtype = DType.Float32) : this([features], eps, dtype: dtype) { }

    /// <summary>Factors in the shape that is normalised over; null for 1.</summary>
    public Parameter? Weight { get; set => field = Register(value); }

    /// <summary>The extents of the last axes, which are normalised over together.</summary>
    public Shape NormalizedShape { get; }

    /// <summary>What is added to the mean square; null for the distance from 1 to the next number of the element type.</summary>
    public double? Eps { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.RmsNorm(NormalizedShape, Weight, Eps);
}
