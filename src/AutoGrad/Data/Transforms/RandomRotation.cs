using System.Numerics;

namespace AutoGrad.Data;

/// <summary>Turns each image about its middle by an angle of its own, all angles up to a limit equally likely.</summary>
/// <remarks>Each element of the result is read between the four nearest ones of the image (bilinear); outside of it there are zeros.</remarks>
/// <param name="degrees">The largest angle to either side, in degrees: 0 to 360.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="degrees"/> is outside 0 to 360.</exception>
public sealed class RandomRotation(double degrees) : Transform
{
    private readonly double _degrees = degrees is >= 0 and <= 360 ? degrees : throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "RandomRotation: the largest angle is between 0 and 360 degrees.");

    /// <summary>Turns the images.</summary>
    /// <param name="x">Images [count, ..., rows, columns], floating.</param>
    /// <param name="random">Decides the angles.</param>
    /// <exception cref="ArgumentException">The images are not floating, or have too few axes.</exception>
    public override Tensor Apply(Tensor x, Generator random)
    {
        CheckImages(x);
        return Rotate(x, Array.ConvertAll(Draw(x, random), u => (2 * u - 1) * _degrees));
    }

    /// <summary>Turns images counterclockwise.</summary>
    /// <param name="x">Images [count, ..., rows, columns], floating.</param>
    /// <param name="degrees">One angle an image.</param>
    internal static Tensor Rotate(Tensor x, double[] degrees)
    {
        var y = Tensor.New(x.Shape, x.DType);
        Dispatch.Float(nameof(RandomRotation), x.DType, new Kernel(x, y, degrees));
        return y.AsData();
    }

    private readonly struct Kernel(Tensor x, Tensor y, double[] degrees) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            int rows = x.Shape[^2], columns = x.Shape[^1], each = Shape.Product(x.Shape.Extents[1..^2]);
            for (var plane = 0; plane < degrees.Length * each; plane++)
            {
                var (sin, cos) = Math.SinCos(degrees[plane / each] * Math.PI / 180);
                var place = plane * rows * columns;
                Turn<T>(x.Span<T>().Slice(place, rows * columns), y.Span<T>().Slice(place, rows * columns), rows, columns, sin, cos);
            }
        }

        private static void Turn<T>(ReadOnlySpan<T> from, Span<T> to, int rows, int columns, double sin, double cos) where T : unmanaged, IFloatingPointIeee754<T>
        {
            double middleRow = (rows - 1) / 2.0, middleColumn = (columns - 1) / 2.0;
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++)
                {
                    // where the element comes from: turned back, rows counting downwards
                    double down = i - middleRow, right = j - middleColumn;
                    double row = middleRow + cos * down + sin * right, column = middleColumn - sin * down + cos * right;
                    int top = (int)Math.Floor(row), left = (int)Math.Floor(column);
                    double below = row - top, beside = column - left;
                    var value = (1 - below) * ((1 - beside) * At(from, rows, columns, top, left) + beside * At(from, rows, columns, top, left + 1))
                        + below * ((1 - beside) * At(from, rows, columns, top + 1, left) + beside * At(from, rows, columns, top + 1, left + 1));
                    to[i * columns + j] = T.CreateTruncating(value);
                }
        }

        private static double At<T>(ReadOnlySpan<T> image, int rows, int columns, int row, int column) where T : unmanaged, IFloatingPointIeee754<T> =>
            (uint)row < (uint)rows && (uint)column < (uint)columns ? double.CreateTruncating(image[row * columns + column]) : 0;
    }
}
