namespace AutoGrad.Nn;

/// <summary>While training, sets whole channels to zero with probability p and divides the others by 1 − p: what <see cref="Dropout1d"/>, <see cref="Dropout2d"/> and <see cref="Dropout3d"/> share.</summary>
/// <remarks>Neighbouring elements of a channel tell the same, so dropping single ones would change little. Tompson et al., "Efficient object localization using convolutional networks", 2015.</remarks>
public abstract class ChannelDropoutLayer : Layer
{
    private readonly int _axes;
    private readonly bool _alsoSingle;
    private readonly Generator? _generator;

    private protected ChannelDropoutLayer(int axes, bool alsoSingle, double p, Generator? generator)
    {
        if (!(p is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, $"{GetType().Name}: a probability is in [0, 1].");
        (_axes, _alsoSingle, P, _generator) = (axes, alsoSingle, p, generator);
    }

    /// <summary>The probability of a channel of zeros.</summary>
    public double P { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        var lead = x.Rank - _axes;
        if (lead != 2 && !(lead == 1 && _alsoSingle))
            throw new ArgumentException($"{GetType().Name}: the input {x.Shape} must be [batch, channels, ...] with {_axes} axes after the channels.{NameScope.Suffix}", nameof(x));
        if (!x.DType.IsFloating) throw Guard.NeedsFloat(GetType().Name, x.DType);
        if (!IsTraining || P == 0) return x;
        var channels = new int[x.Rank];
        for (var axis = 0; axis < channels.Length; axis++) channels[axis] = axis < lead ? x.Shape[axis] : 1;
        return x * Tensor.Ones(new Shape(channels), x.DType).Dropout(P, training: true, _generator);
    }
}
