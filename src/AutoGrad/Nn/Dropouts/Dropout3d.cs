namespace AutoGrad.Nn;

/// <summary>While training, sets whole channels of volumes to zero with probability p and divides the others by 1 − p; takes [batch, channels, depth, height, width], or the same without the batch.</summary>
/// <param name="p">The probability of a channel of zeros, in [0, 1].</param>
/// <param name="generator">Where the masks are drawn from; null for <see cref="Generator.Default"/>.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is outside [0, 1] or NaN.</exception>
public sealed class Dropout3d(double p = 0.5, Generator? generator = null) : ChannelDropoutLayer(3, alsoSingle: true, p, generator);
