using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Divides each element by the strength of neighbouring channels: x / (k + α · mean of x² over <paramref name="size"/> channels)^β.</summary>
    /// <remarks>Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional neural networks", 2012, with PyTorch's division of α by the size. Channels beyond the first and last count as 0.</remarks>
    /// <param name="size">How many channels, around the element's own; of an even number, more lie before it.</param>
    /// <param name="alpha">The factor α.</param>
    /// <param name="beta">The exponent β.</param>
    /// <param name="k">The summand k.</param>
    /// <returns>A tensor in the shape of this one, [batch, channels, extents...].</returns>
    /// <exception cref="ArgumentException">There are fewer than three axes, or the elements are not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public Tensor LocalResponseNorm(int size, double alpha = 1e-4, double beta = 0.75, double k = 1)
    {
        var channels = Channels("LocalResponseNorm", 3);
        if (size < 1) throw new ArgumentOutOfRangeException(nameof(size), size, $"LocalResponseNorm: there is at least one channel.{NameScope.Suffix}");
        var (first, count, divisors) = (new int[channels], new int[channels], new int[channels]);
        for (var c = 0; c < channels; c++)
        {
            first[c] = Math.Max(0, c - size / 2);
            count[c] = (int)Math.Min(channels, (long)c + (size - 1) / 2 + 1) - first[c];
            divisors[c] = size;
        }
        var neighbours = new AxisMapOp("LocalResponseNorm", 1, Pools.Averages(new PoolWindows(channels, first, count, 1), divisors));
        return this / (neighbours.Apply(Square()) * alpha + k).Pow(beta);
    }
}
