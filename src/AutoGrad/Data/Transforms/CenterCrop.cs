namespace AutoGrad.Data;

/// <summary>The middle of each image.</summary>
/// <param name="height">Rows to keep.</param>
/// <param name="width">Columns to keep.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
public sealed class CenterCrop(int height, int width) : Transform
{
    private readonly int _height = height > 0 ? height : throw new ArgumentOutOfRangeException(nameof(height), height, "CenterCrop: there is at least one row.");
    private readonly int _width = width > 0 ? width : throw new ArgumentOutOfRangeException(nameof(width), width, "CenterCrop: there is at least one column.");

    /// <summary>Cuts the middle out.</summary>
    /// <param name="x">Images [count, ..., rows, columns].</param>
    /// <param name="random">Not used.</param>
    /// <exception cref="ArgumentException">The images are smaller than the window, or have too few axes.</exception>
    public override Tensor Apply(Tensor x, Generator random)
    {
        CheckImages(x);
        Crop.Check(nameof(CenterCrop), x, _height, _width, 0);
        var places = new (int, int)[x.Shape[0]];
        Array.Fill(places, ((x.Shape[^2] - _height) / 2, (x.Shape[^1] - _width) / 2));
        return Crop.At(x, _height, _width, places);
    }
}
