using AutoGrad.Nn;

namespace AutoGrad.Optim;

/// <summary>An average of weights that forgets the old ones step by step.</summary>
/// <remarks>
/// a ← decay · a + (1 − decay) · w at each update, from the weights it was created with. With warm-up the decay of update n is
/// min(decay, n/(n + 9)), so that the first weights are forgotten soon.
/// Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992.
/// </remarks>
public sealed class ExponentialMovingAverage : WeightAverage
{
    /// <summary>Takes the model; the average starts at its weights.</summary>
    /// <param name="model">Whose weights to average.</param>
    /// <param name="decay">The weight of the past, in [0, 1).</param>
    /// <param name="warmUp">Whether the first updates forget faster.</param>
    /// <exception cref="ArgumentException">The model has no parameter.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decay"/> is outside [0, 1).</exception>
    public ExponentialMovingAverage(Module model, double decay = 0.999, bool warmUp = false) : base(model)
    {
        if (!(decay is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(decay), decay, "decay must be in [0, 1).");
        (Decay, WarmUp) = (decay, warmUp);
    }

    /// <summary>The weight of the past.</summary>
    public double Decay { get; }

    /// <summary>Whether the first updates forget faster.</summary>
    public bool WarmUp { get; }

    /// <inheritdoc/>
    protected override double Share(long update) => 1 - (WarmUp ? Math.Min(Decay, update / (update + 9.0)) : Decay);
}
