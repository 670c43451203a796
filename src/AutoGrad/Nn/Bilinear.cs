namespace AutoGrad.Nn;

/// <summary>A bilinear form of two inputs for each output: y[o] = xᵀ W[o] z + b[o]; see <see cref="Tensor.Bilinear"/>.</summary>
/// <remarks>Takes [..., in1Features] and [..., in2Features] to [..., outFeatures]. Weights and biases start uniform in ±1/√in1Features, as in PyTorch.</remarks>
public sealed class Bilinear : Module
{
    /// <summary>Creates the layer with random weights.</summary>
    /// <param name="in1Features">Extent of the first input's last axis.</param>
    /// <param name="in2Features">Extent of the second input's last axis.</param>
    /// <param name="outFeatures">Extent of the output's last axis.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="generator">Where the weights are drawn from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of features is not positive.</exception>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is not floating.</exception>
    public Bilinear(int in1Features, int in2Features, int outFeatures, bool bias = true, DType dtype = DType.Float32, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(in1Features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(in2Features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outFeatures);
        var bound = 1 / Math.Sqrt(in1Features);
        Weight = Init.Uniform(new Parameter(Tensor.Zeros([outFeatures, in1Features, in2Features], dtype)), -bound, bound, generator);
        if (bias) Bias = Init.Uniform(new Parameter(Tensor.Zeros([outFeatures], dtype)), -bound, bound, generator);
    }

    /// <summary>The forms, [outFeatures, in1Features, in2Features].</summary>
    public Parameter Weight { get; set => field = Register(value); }

    /// <summary>The bias, [outFeatures]; null for none.</summary>
    public Parameter? Bias { get; set => field = Register(value); }

    /// <summary>Computes the output.</summary>
    /// <param name="x">The first input, [..., in1Features].</param>
    /// <param name="other">The second input, [..., in2Features], with the same other axes.</param>
    /// <returns>[..., outFeatures].</returns>
    /// <exception cref="ShapeMismatchException">The extents do not fit.</exception>
    /// <exception cref="ArgumentException">The element types differ.</exception>
    public Tensor Call(Tensor x, Tensor other)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = EnterScope();
        return x.Bilinear(other, Weight, Bias);
    }
}
