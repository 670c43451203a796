namespace AutoGrad.Nn;

/// <summary>The mean of each channel over all that comes after: [batch, channels, extents...] becomes [batch, channels], for sequences, images and volumes alike.</summary>
/// <remarks>Lin, Chen and Yan, "Network in network", 2013: what a convolutional network ends with instead of one large linear layer.</remarks>
public sealed class GlobalAvgPool : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        if (x.Rank < 3 || x.Size == 0 && x.Shape.Extents[2..].Contains(0))
            throw new ArgumentException($"GlobalAvgPool: the input {x.Shape} must be [batch, channels, extents...] with something to pool.{NameScope.Suffix}", nameof(x));
        return x.Flatten(2).Mean(2);
    }
}
