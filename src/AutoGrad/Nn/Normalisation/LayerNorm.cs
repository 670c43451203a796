namespace AutoGrad.Nn;

/// <summary>Normalises over the last axes: see <see cref="Tensor.LayerNorm"/>.</summary>
/// <remarks>Takes [..., normalizedShape] to the same shape. The weight starts at 1 and the bias at 0. Ba, Kiros and Hinton, 2016.</remarks>
public sealed class LayerNorm : Layer
{
    /// <summary>Creates the layer: <c>new LayerNorm([128])</c>.</summary>
    /// <param name="normalizedShape">The extents of the last axes, which are normalised over together.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <param name="elementwiseAffine">Whether to multiply by a weight and add a bias, in the shape that is normalised over.</param>
    /// <param name="bias">With <paramref name="elementwiseAffine"/>, whether to add a bias.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException"><paramref name="normalizedShape"/> has no axes or an empty one, or <paramref name="dtype"/> is not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="eps"/> is negative.</exception>
    public LayerNorm(Shape normalizedShape, double eps = 1e-5, bool elementwiseAffine = true, bool bias = true, DType dtype = DType.Float32)
    {
        if (normalizedShape.Size == 0 || normalizedShape.Rank == 0)
            throw new ArgumentException($"LayerNorm: {normalizedShape} has nothing to normalise over: give the extents of the last axes, as in [128].", nameof(normalizedShape));
        if (!(eps >= 0)) throw new ArgumentOutOfRangeException(nameof(eps), eps, "LayerNorm: eps is added to a variance and must not be negative.");
        if (!dtype.IsFloating) throw new ArgumentException($"LayerNorm: a layer is Float32 or Float64, not {dtype}.", nameof(dtype));
        (NormalizedShape, Eps) = (normalizedShape, eps);
        if (!elementwiseAffine) return;
        Weight = new Parameter(Tensor.Ones(normalizedShape, dtype));
        if (bias) Bias = new Parameter(Tensor.Zeros(normalizedShape, dtype));
    }

    /// <summary>Creates the layer for the last axis alone: <c>new LayerNorm(128)</c>.</summary>
    /// <param name="features">The extent of the last axis.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException"><paramref name="features"/> is 0, or <paramref name="dtype"/> is not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> or <paramref name="eps"/> is negative.</exception>
    public LayerNorm(int features, double eps = 1e-5, DType dtype = DType.Float32) : this([features], eps, dtype: dtype) { }

    /// <summary>Factors in the shape that is normalised over; null for 1.</summary>
    public Parameter? Weight { get; set => field = Register(value); }

    /// <summary>Summands in the shape that is normalised over; null for 0.</summary>
    public Parameter? Bias { get; set => field = Register(value); }

    /// <summary>The extents of the last axes, which are normalised over together.</summary>
    public Shape NormalizedShape { get; }

    /// <summary>What is added to the variance.</summary>
    public double Eps { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.LayerNorm(NormalizedShape, Weight, Bias, Eps);
}
