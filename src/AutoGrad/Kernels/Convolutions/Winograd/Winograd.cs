namespace AutoGrad.Kernels;

/// <summary>Convolutions with 3×3 windows of stride 1 in a quarter of the multiplications.</summary>
/// <remarks>An image with a result that is not finite is computed again by the direct sum, as one infinity would reach all results of its tile.</remarks>
internal static unsafe class Winograd
{
    private const int MostOnStack = 256;

    /// <summary>y = w·patches(x) + bias.</summary>
    /// <returns>False, and nothing is done, where the direct sum is to be taken.</returns>
    public static bool Run(ConvolutionShape shape, float* x, float* w, float* bias, float* y)
    {
        if (!WinogradRule.Takes(shape, shape.Grid.Output)) return false;
        var spoilt = shape.Batch <= MostOnStack ? stackalloc bool[shape.Batch] : new bool[shape.Batch];
        var grid = shape.Grid;
        var product = new WinogradProduct(grid.Input, (grid.Padding[0], grid.Padding[1]), grid.Output, shape.Batch, shape.Groups, shape.Channels, shape.Filters);
        product.Run(x, w, transposed: false, bias, y, spoilt);
        foreach (var (first, end) in new Runs(spoilt))
            Convolution.Direct(shape with { Batch = end - first }, x + (long)first * shape.Groups * shape.ImageSize, w, bias, y + (long)first * shape.Groups * shape.ResultSize);
        return true;
    }

    /// <summary>x = the transpose in the input, on top of a bias.</summary>
    /// <returns>False, and nothing is done, where the direct sum is to be taken.</returns>
    public static bool ToInput(ConvolutionShape shape, float* y, float* w, float* bias, float* x)
    {
        if (!WinogradRule.Takes(shape, shape.Grid.Input)) return false;
        var spoilt = shape.Batch <= MostOnStack ? stackalloc bool[shape.Batch] : new bool[shape.Batch];
        var grid = shape.Grid;
        var product = new WinogradProduct(grid.Output, (2 - grid.Padding[0], 2 - grid.Padding[1]), grid.Input, shape.Batch, shape.Groups, shape.Filters, shape.Channels);
        product.Run(y, w, transposed: true, bias, x, spoilt);
        foreach (var (first, end) in new Runs(spoilt))
            Convolution.DirectToInput(shape with { Batch = end - first }, y + (long)first * shape.Groups * shape.ResultSize, w, bias, x + (long)first * shape.Groups * shape.ImageSize);
        return true;
    }

    /// <summary>The transpose in w: Σ y·patches(x)ᵀ over the images.</summary>
    /// <returns>False, and nothing of use is done, where the direct sum is to be taken.</returns>
    public static bool ToWeight(ConvolutionShape shape, float* x, float* y, float* w) =>
        WinogradRule.Takes(shape, shape.Grid.Output, forWeight: true) && new WinogradGradient(shape.Grid, shape.Batch, shape.Groups, shape.Channels, shape.Filters).Run(x, y, w);

    /// <summary>The ranges of what is true.</summary>
    private ref struct Runs(ReadOnlySpan<bool> marks)
    {
        private readonly ReadOnlySpan<bool> _marks = marks;
        private int _end;

        public (int First, int End) Current { get; private set; }

        public readonly Runs GetEnumerator() => this;

        public bool MoveNext()
        {
            var first = _end;
            while (first < _marks.Length && !_marks[first]) first++;
            _end = first;
            while (_end < _marks.Length && _marks[_end]) _end++;
            Current = (first, _end);
            return first < _end;
        }
    }
}
