namespace AutoGrad.Data;

/// <summary>Cuts a window out of each image.</summary>
internal static class Crop
{
    /// <summary>Windows at given places.</summary>
    /// <param name="x">Images [count, ..., rows, columns].</param>
    /// <param name="height">Rows of the windows.</param>
    /// <param name="width">Columns of the windows.</param>
    /// <param name="places">First row and column, one a sample.</param>
    public static Tensor At(Tensor x, int height, int width, (int Row, int Column)[] places)
    {
        int[] extents = [.. x.Shape.Extents];
        (extents[^2], extents[^1]) = (height, width);
        var y = Tensor.New(new Shape(extents), x.DType);
        Dispatch.Bits(x.DType, new Copy(x, y, places));
        return y.AsData();
    }

    /// <summary>Refuses windows that are larger than the images.</summary>
    public static void Check(string name, Tensor x, int height, int width, int padding)
    {
        if (x.Shape[^2] + 2 * padding < height || x.Shape[^1] + 2 * padding < width)
            throw new ArgumentException($"{name}: a window of {height} x {width} is larger than the images {x.Shape}{(padding > 0 ? $" with {padding} around them" : "")}.", nameof(x));
    }

    private readonly struct Copy(Tensor x, Tensor y, (int Row, int Column)[] places) : IBitsKernel
    {
        public void Run<T>() where T : unmanaged
        {
            Span<T> from = x.Bits<T>(), to = y.Bits<T>();
            int rows = x.Shape[^2], columns = x.Shape[^1], height = y.Shape[^2], width = y.Shape[^1];
            var planes = x.Shape.Extents[1..^2];
            var each = Shape.Product(planes);
            for (var plane = 0; plane < places.Length * each; plane++)
            {
                var (row, column) = places[plane / each];
                for (var i = 0; i < height; i++)
                    from.Slice((plane * rows + row + i) * columns + column, width).CopyTo(to.Slice((plane * height + i) * width, width));
            }
        }
    }
}
