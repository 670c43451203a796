namespace AutoGrad.Nn;

/// <summary>While training, sets whole channels of sequences to zero with probability p and divides the others by 1 − p; takes [batch, channels, length] or [channels, length].</summary>
/// <param name="p">The probability of a channel of zeros, in [0, 1].</param>
/// <param name="generator">Where the masks are drawn from; null for <see cref="Generator.Default"/>.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is outside [0, 1] or NaN.</exception>
public sealed class Dropout1d(double p = 0.5, Generator? generator = null) : ChannelDropoutLayer(1, alsoSingle: true, p, generator);
