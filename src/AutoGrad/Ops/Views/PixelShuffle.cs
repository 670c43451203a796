namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Channels laid out as finer pixels: [..., channels · r², height, width] becomes [..., channels, height · r, width · r].</summary>
    /// <remarks>y[c, i·r + a, j·r + b] = x[c·r² + a·r + b, i, j].</remarks>
    /// <param name="upscaleFactor">The factor r, at least 1.</param>
    /// <exception cref="ArgumentException">There are fewer than three axes, or the channels are not divisible by r².</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1.</exception>
    public Tensor PixelShuffle(int upscaleFactor)
    {
        var r = upscaleFactor;
        if (r < 1) throw new ArgumentOutOfRangeException(nameof(upscaleFactor), r, $"PixelShuffle: the factor is at least 1.{NameScope.Suffix}");
        if (Rank < 3 || Shape[^3] % ((long)r * r) != 0)
            throw new ArgumentException($"PixelShuffle: the input {Shape} must be [..., channels · {(long)r * r}, height, width].{NameScope.Suffix}", nameof(upscaleFactor));
        var (lead, channels, height, width) = (Shape.Product(Shape.Extents[..^3]), Shape[^3] / (r * r), Shape[^2], Shape[^1]);
        var shuffled = Reshape(new Shape(lead, channels, r, r, height, width)).Permute(0, 1, 4, 2, 5, 3);
        return shuffled.Reshape(Shape.Concat(Shape.Extents[..^3], [channels, height * r, width * r]));
    }

    /// <summary>Pixels laid out as channels: [..., channels, height · r, width · r] becomes [..., channels · r², height, width]; undoes <see cref="PixelShuffle"/>.</summary>
    /// <param name="downscaleFactor">The factor r, at least 1.</param>
    /// <exception cref="ArgumentException">There are fewer than three axes, or height or width is not divisible by r.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1.</exception>
    public Tensor PixelUnshuffle(int downscaleFactor)
    {
        var r = downscaleFactor;
        if (r < 1) throw new ArgumentOutOfRangeException(nameof(downscaleFactor), r, $"PixelUnshuffle: the factor is at least 1.{NameScope.Suffix}");
        if (Rank < 3 || Shape[^2] % r != 0 || Shape[^1] % r != 0)
            throw new ArgumentException($"PixelUnshuffle: the input {Shape} must be [..., channels, height · {r}, width · {r}].{NameScope.Suffix}", nameof(downscaleFactor));
        var (lead, channels, height, width) = (Shape.Product(Shape.Extents[..^3]), Shape[^3], Shape[^2] / r, Shape[^1] / r);
        var gathered = Reshape(new Shape(lead, channels, height, r, width, r)).Permute(0, 1, 3, 5, 2, 4);
        return gathered.Reshape(Shape.Concat(Shape.Extents[..^3], [channels * r * r, height, width]));
    }
}
