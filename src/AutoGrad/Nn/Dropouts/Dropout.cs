namespace AutoGrad.Nn;

/// <summary>While training, sets each element to zero with probability p and divides the others by 1 − p; the identity in evaluation.</summary>
/// <remarks>The division keeps the expected value. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.</remarks>
public sealed class Dropout : Layer
{
    private readonly Generator? _generator;

    /// <summary>Creates the layer.</summary>
    /// <param name="p">The probability of a zero, in [0, 1].</param>
    /// <param name="generator">Where the masks are drawn from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is outside [0, 1] or NaN.</exception>
    public Dropout(double p = 0.5, Generator? generator = null)
    {
        if (!(p is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "Dropout: a probability is in [0, 1].");
        (P, _generator) = (p, generator);
    }

    /// <summary>The probability of a zero.</summary>
    public double P { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Dropout(P, IsTraining, _generator);
}
