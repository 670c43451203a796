namespace AutoGrad.Nn;

/// <summary>Normalises each channel of each of some sequences: see <see cref="Tensor.InstanceNorm"/>.</summary>
/// <remarks>Takes [batch, features, length] or [features, length]. Weights start at 1 and biases at 0.</remarks>
/// <param name="features">The number of channels.</param>
/// <param name="eps">What is added to the variance.</param>
/// <param name="momentum">How far the running statistics move in a step, from 0 to 1.</param>
/// <param name="affine">Whether to multiply by a weight and add a bias, one a channel.</param>
/// <param name="trackRunningStats">Whether to keep running statistics for evaluation; without them each sample is normalised by its own.</param>
/// <param name="dtype">Float32 or Float64.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> is below 1, <paramref name="eps"/> negative, or <paramref name="momentum"/> outside [0, 1].</exception>
/// <exception cref="ArgumentException"><paramref name="dtype"/> is not floating.</exception>
public sealed class InstanceNorm1d(int features, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false, DType dtype = DType.Float32)
    : InstanceNormLayer(1, features, eps, momentum, affine, trackRunningStats, dtype);
