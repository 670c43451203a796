using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Convolution as a matrix product of the weights with the windows of one group of one image at a time, and its two gradients.</summary>
/// <remarks>The windows of one image lie in a pooled workspace, never those of the whole batch. Images are taken in order, so sums over them have the same bits on every run.</remarks>
internal static class Convolution
{
    /// <summary>y = w·windows(x).</summary>
    public static void Run<T>(ConvolutionShape shape, Span<T> x, ReadOnlySpan<T> w, Span<T> y) where T : unmanaged, INumber<T>
    {
        using var columns = new Workspace<T>(shape.Grid.IsPointwise ? 0 : shape.Depth * shape.Grid.OutputSize);
        var product = new GemmShape(shape.Filters, shape.Grid.OutputSize, shape.Depth, false, false);
        for (var i = 0; i < shape.Batch * shape.Groups; i++)
            Gemm.Run(product, Weights(shape, i, w), Windows(shape, Image(shape, i, x), columns.Span), y.Slice(i * shape.ResultSize, shape.ResultSize));
    }

    /// <summary>The transpose in x: each window adds wᵀ·y to the elements it reads.</summary>
    public static void ToInput<T>(ConvolutionShape shape, ReadOnlySpan<T> y, ReadOnlySpan<T> w, Span<T> x) where T : unmanaged, INumber<T>
    {
        using var columns = new Workspace<T>(shape.Grid.IsPointwise ? 0 : shape.Depth * shape.Grid.OutputSize);
        var product = new GemmShape(shape.Depth, shape.Grid.OutputSize, shape.Filters, true, false);
        for (var i = 0; i < shape.Batch * shape.Groups; i++)
        {
            var image = Image(shape, i, x);
            var target = shape.Grid.IsPointwise ? image : columns.Span;
            Gemm.Run(product, Weights(shape, i, w), y.Slice(i * shape.ResultSize, shape.ResultSize), target);
            if (!shape.Grid.IsPointwise) Patches.Fold(shape.Grid, shape.Channels, image, columns.Span);
        }
    }

    /// <summary>The transpose in w: Σ y·windows(x)ᵀ over the images.</summary>
    public static void ToWeight<T>(ConvolutionShape shape, Span<T> x, ReadOnlySpan<T> y, Span<T> w) where T : unmanaged, INumber<T>
    {
        w.Clear();
        using var columns = new Workspace<T>(shape.Grid.IsPointwise ? 0 : shape.Depth * shape.Grid.OutputSize);
        using var one = new Workspace<T>(shape.WeightSize);
        var product = new GemmShape(shape.Filters, shape.Depth, shape.Grid.OutputSize, false, true);
        for (var i = 0; i < shape.Batch * shape.Groups; i++)
        {
            Gemm.Run(product, y.Slice(i * shape.ResultSize, shape.ResultSize), Windows(shape, Image(shape, i, x), columns.Span), one.Span);
            var sum = w.Slice(i % shape.Groups * shape.WeightSize, shape.WeightSize);
            TensorPrimitives.Add(sum, one.Span, sum);
        }
    }

    private static Span<T> Image<T>(ConvolutionShape shape, int i, Span<T> x) => x.Slice(i * shape.ImageSize, shape.ImageSize);

    private static ReadOnlySpan<T> Weights<T>(ConvolutionShape shape, int i, ReadOnlySpan<T> w) => w.Slice(i % shape.Groups * shape.WeightSize, shape.WeightSize);

    private static Span<T> Windows<T>(ConvolutionShape shape, Span<T> image, Span<T> columns) where T : unmanaged
    {
        if (shape.Grid.IsPointwise) return image;
        Patches.Unfold(shape.Grid, shape.Channels, image, columns);
        return columns;
    }

    private readonly ref struct Workspace<T>(int size)
    {
        private readonly T[] _array = ArrayPool<T>.Shared.Rent(size);

        public Span<T> Span => _array.AsSpan(0, size);

        public void Dispose() => ArrayPool<T>.Shared.Return(_array);
    }
}
