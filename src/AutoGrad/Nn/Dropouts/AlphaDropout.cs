namespace AutoGrad.Nn;

/// <summary>While training, sets each element to −λα with probability p, then scales and shifts all so that mean 0 and variance 1 stay: the dropout that goes with <see cref="Selu"/>.</summary>
/// <remarks>Klambauer et al., "Self-normalizing neural networks", 2017. The identity in evaluation.</remarks>
public sealed class AlphaDropout : Layer
{
    // −λα, where selu ends for large negative x
    private const double Saturated = -1.7580993408473766;

    private readonly Generator? _generator;

    /// <summary>Creates the layer.</summary>
    /// <param name="p">The probability of a dropped element, in [0, 1).</param>
    /// <param name="generator">Where the masks are drawn from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is outside [0, 1) or NaN.</exception>
    public AlphaDropout(double p = 0.5, Generator? generator = null)
    {
        if (!(p is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "AlphaDropout: a probability is in [0, 1), since no scale makes up for dropping all.");
        (P, _generator) = (p, generator);
    }

    /// <summary>The probability of a dropped element.</summary>
    public double P { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        if (!x.DType.IsFloating) throw Guard.NeedsFloat("AlphaDropout", x.DType);
        if (!IsTraining || P == 0) return x;
        var scale = 1 / Math.Sqrt((1 - P) * (1 + P * Saturated * Saturated));
        var kept = Tensor.Bernoulli(x.Shape, 1 - P, _generator);
        return Tensor.Where(kept, x, Saturated) * scale - scale * Saturated * P;
    }
}
