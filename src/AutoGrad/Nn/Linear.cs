namespace AutoGrad.Nn;

/// <summary>y = x Wᵀ + b: each output is a weighted sum of all inputs.</summary>
/// <remarks>Takes [..., inFeatures] to [..., outFeatures]. Weights and biases start uniform in ±1/√inFeatures, as in PyTorch.</remarks>
public sealed class Linear : Layer
{
    /// <summary>Creates the layer with random weights.</summary>
    /// <param name="inFeatures">Extent of the input's last axis.</param>
    /// <param name="outFeatures">Extent of the output's last axis.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="generator">Where the weights are drawn from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of features is not positive.</exception>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is not floating.</exception>
    public Linear(int inFeatures, int outFeatures, bool bias = true, DType dtype = DType.Float32, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inFeatures);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outFeatures);
        var bound = 1 / Math.Sqrt(inFeatures);
        Weight = Init.Uniform(new Parameter(Tensor.Zeros([outFeatures, inFeatures], dtype)), -bound, bound, generator);
        if (bias) Bias = Init.Uniform(new Parameter(Tensor.Zeros([outFeatures], dtype)), -bound, bound, generator);
    }

    /// <summary>The weights, [outFeatures, inFeatures].</summary>
    /// <exception cref="ArgumentException">Set to a tensor without two axes.</exception>
    public Parameter Weight
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Rank != 2) throw new ArgumentException($"Linear: a weight is [outFeatures, inFeatures], not {value.Shape}.", nameof(value));
            field = Register(value);
        }
    }

    /// <summary>The bias, [outFeatures]; null for none.</summary>
    public Parameter? Bias { get; set => field = Register(value); }

    /// <summary>Extent of the input's last axis.</summary>
    public int InFeatures => Weight.Shape[1];

    /// <summary>Extent of the output's last axis.</summary>
    public int OutFeatures => Weight.Shape[0];

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        if (x.Rank == 0 || x.Shape[^1] != InFeatures)
            throw new ShapeMismatchException("Linear", x.Shape, Weight.Shape,
                $"the layer takes {InFeatures} features to {OutFeatures}, so the input's last extent must be {InFeatures}, not {(x.Rank == 0 ? "a scalar's" : x.Shape[^1])}");
        return x.Linear(Weight, Bias);
    }
}
