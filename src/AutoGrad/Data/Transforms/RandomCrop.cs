namespace AutoGrad.Data;

/// <summary>A window of each image, at a place of its own, all places equally likely.</summary>
/// <param name="height">Rows of the window.</param>
/// <param name="width">Columns of the window.</param>
/// <param name="padding">Zeros to put around the image first, on each side.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or <paramref name="padding"/> is negative.</exception>
public sealed class RandomCrop(int height, int width, int padding = 0) : Transform
{
    private readonly int _height = height > 0 ? height : throw new ArgumentOutOfRangeException(nameof(height), height, "RandomCrop: there is at least one row.");
    private readonly int _width = width > 0 ? width : throw new ArgumentOutOfRangeException(nameof(width), width, "RandomCrop: there is at least one column.");
    private readonly int _padding = padding >= 0 ? padding : throw new ArgumentOutOfRangeException(nameof(padding), padding, "RandomCrop: the padding is not negative.");

    /// <summary>Cuts a window out of each image.</summary>
    /// <param name="x">Images [count, ..., rows, columns], numbers.</param>
    /// <param name="random">Decides the places.</param>
    /// <exception cref="ArgumentException">The images are smaller than the window, or have too few axes.</exception>
    public override Tensor Apply(Tensor x, Generator random)
    {
        CheckImages(x);
        Crop.Check(nameof(RandomCrop), x, _height, _width, _padding);
        var (down, right) = (Draw(x, random), Draw(x, random));
        var padded = _padding == 0 ? x : x.Pad([(_padding, _padding), (_padding, _padding)]);
        var places = new (int, int)[x.Shape[0]];
        for (var i = 0; i < places.Length; i++) places[i] = ((int)(down[i] * (padded.Shape[^2] - _height + 1)), (int)(right[i] * (padded.Shape[^1] - _width + 1)));
        return Crop.At(padded, _height, _width, places);
    }
}
