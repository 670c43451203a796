using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>How images divide into tiles of 4×4 results, and tiles into blocks that stay in the second-level cache.</summary>
/// <remarks>A block is some rows of tiles of one image, or several whole images.</remarks>
internal sealed unsafe class WinogradGrid
{
    private readonly int _height, _width, _top, _left;

    /// <param name="source">Height and width of what windows read.</param>
    /// <param name="padding">Zeros before it along each axis; below zero, what windows skip.</param>
    /// <param name="target">Height and width of what they make.</param>
    /// <param name="batch">Number of images.</param>
    /// <param name="most">Tiles that a block should have.</param>
    public WinogradGrid(ReadOnlySpan<int> source, (int Top, int Left) padding, ReadOnlySpan<int> target, int batch, int most)
    {
        (_height, _width, _top, _left, Batch) = (source[0], source[1], padding.Top, padding.Left, batch);
        (TargetHeight, TargetWidth) = (target[0], target[1]);
        (Down, Across) = ((target[0] + WinogradTransform.Results - 1) / WinogradTransform.Results, (target[1] + WinogradTransform.Results - 1) / WinogradTransform.Results);
        var ofImage = (long)Down * Across;
        if (ofImage >= most)
        {
            Images = 1;
            var slabs = Math.Min(Down, (ofImage + most - 1) / most);
            Rows = (int)((Down + slabs - 1) / slabs);
        }
        else
        {
            var images = (int)Math.Clamp(most / ofImage, 1, batch);
            var sets = (batch + images - 1) / images;
            (Images, Rows) = ((batch + sets - 1) / sets, Down);
        }
        Slabs = (Down + Rows - 1) / Rows;
        Blocks = (batch + Images - 1) / Images * Slabs;
        Tiles = Images * Rows * Across;
        SourcePixels = Images * Math.Min(_height, Rows * WinogradTransform.Results + 2) * _width;
        TargetPixels = Images * Math.Min(TargetHeight, Rows * WinogradTransform.Results) * TargetWidth;
    }

    public int Batch { get; }

    public int SourceWidth => _width;

    public int TargetHeight { get; }

    public int TargetWidth { get; }

    /// <summary>Rows of tiles of an image.</summary>
    public int Down { get; }

    /// <summary>Tiles of such a row.</summary>
    public int Across { get; }

    /// <summary>Images of a block.</summary>
    public int Images { get; }

    /// <summary>Rows of tiles that a block has of each of its images.</summary>
    public int Rows { get; }

    /// <summary>Blocks of an image.</summary>
    public int Slabs { get; }

    /// <summary>Blocks altogether.</summary>
    public int Blocks { get; }

    /// <summary>The most tiles, pixels read and pixels made of a block.</summary>
    public int Tiles { get; }

    public int SourcePixels { get; }

    public int TargetPixels { get; }

    public int SourcePlane => _height * _width;

    public int TargetPlane => TargetHeight * TargetWidth;

    public Block this[int block]
    {
        get
        {
            var (set, slab) = Math.DivRem(block, Slabs);
            var (image, row) = (set * Images, slab * Rows);
            var rows = Math.Min(Rows, Down - row);
            var first = Math.Clamp(row * WinogradTransform.Results - _top, 0, _height);
            var end = Math.Clamp((row + rows) * WinogradTransform.Results - _top + 2, first, _height);
            var target = row * WinogradTransform.Results;
            return new Block(image, Math.Min(Images, Batch - image), row, rows, first, end, target, Math.Min(TargetHeight, target + rows * WinogradTransform.Results));
        }
    }

    /// <summary>Where the results of a tile lie among those of the block, times a stride; those outside of the image at <paramref name="outside"/>.</summary>
    public void TargetOffsets(in Block block, int image, int row, int column, int stride, int outside, int* offsets) =>
        Offsets((block.Row + row) * WinogradTransform.Results, column * WinogradTransform.Results, WinogradTransform.Results, block.FirstTarget, block.EndTarget, TargetWidth, image, stride, outside, offsets);

    /// <summary>Turns the pixels that a block reads, and transforms its tiles.</summary>
    /// <param name="block">The block.</param>
    /// <param name="x">The first channel of its first image.</param>
    /// <param name="image">From one image to the next.</param>
    /// <param name="channels">How many.</param>
    /// <param name="strip">Room for the pixels, and one more.</param>
    /// <param name="v">For each product the channels of each tile.</param>
    /// <param name="padded">From one tile to the next: the channels, up to a whole vector.</param>
    /// <param name="stride">From one product to the next.</param>
    /// <param name="room">A tile of vectors.</param>
    [SkipLocalsInit]
    public void TransformSource<V>(in Block block, float* x, long image, int channels, float* strip, float* v, int padded, nint stride, float* room) where V : struct, ILanes<V>
    {
        var pixels = (block.EndSource - block.FirstSource) * _width;
        var outside = Turn(x + (long)block.FirstSource * _width, image, SourcePlane, block.Images, channels, pixels, strip, padded);
        int* inner = stackalloc int[WinogradTransform.Products], offsets = stackalloc int[WinogradTransform.Products];
        Inner(WinogradTransform.Edge, _width, padded, inner);
        for (var i = 0; i < block.Images; i++)
            for (var row = 0; row < block.Rows; row++)
                for (var column = 0; column < Across; column++, v += padded)
                {
                    var (top, left) = ((block.Row + row) * WinogradTransform.Results - _top, column * WinogradTransform.Results - _left);
                    if (IsInside(top, left, WinogradTransform.Edge, _height, _width))
                    {
                        var first = i * (block.EndSource - block.FirstSource) + top - block.FirstSource;
                        WinogradTransform.Image<V>(strip + ((long)first * _width + left) * padded, inner, padded, v, stride, room);
                        continue;
                    }
                    Offsets(top, left, WinogradTransform.Edge, block.FirstSource, block.EndSource, _width, i, padded, outside, offsets);
                    WinogradTransform.Image<V>(strip, offsets, padded, v, stride, room);
                }
    }

    /// <summary>The same for the pixels that it makes, on the way to the gradient of the weight.</summary>
    [SkipLocalsInit]
    public void TransformTarget<V>(in Block block, float* y, long image, int channels, float* strip, float* z, int padded, nint stride, float* room) where V : struct, ILanes<V>
    {
        var pixels = (block.EndTarget - block.FirstTarget) * TargetWidth;
        var outside = Turn(y + (long)block.FirstTarget * TargetWidth, image, TargetPlane, block.Images, channels, pixels, strip, padded);
        var offsets = stackalloc int[WinogradTransform.Results * WinogradTransform.Results];
        for (var i = 0; i < block.Images; i++)
            for (var row = 0; row < block.Rows; row++)
                for (var column = 0; column < Across; column++, z += padded)
                {
                    TargetOffsets(block, i, row, column, padded, outside, offsets);
                    WinogradTransform.Spread<V>(strip, offsets, padded, z, stride, room);
                }
    }

    /// <summary>Turns the pixels of several images, and writes a pixel of zeros behind them.</summary>
    /// <returns>Where that is.</returns>
    private static int Turn(float* x, long image, int plane, int images, int channels, int pixels, float* strip, int padded)
    {
        for (var i = 0; i < images; i++) ChannelLines.Last(x + i * image, plane, channels, pixels, strip + (long)i * pixels * padded, padded);
        var outside = images * pixels * padded;
        new Span<float>(strip + outside, padded).Clear();
        return outside;
    }

    private static bool IsInside(int top, int left, int edge, int height, int width) => top >= 0 && left >= 0 && top + edge <= height && left + edge <= width;

    /// <summary>The offsets of a tile that lies inside, from its first pixel.</summary>
    private static void Inner(int edge, int width, int stride, int* offsets)
    {
        for (var i = 0; i < edge; i++)
            for (var j = 0; j < edge; j++) *offsets++ = (i * width + j) * stride;
    }

    private static void Offsets(int top, int left, int edge, int first, int end, int width, int image, int stride, int outside, int* offsets)
    {
        var line = image * (end - first) + top - first;
        for (var i = 0; i < edge; i++, offsets += edge, line++)
        {
            var at = (line * width + left) * stride;
            if (top + i < first || top + i >= end)
                for (var j = 0; j < edge; j++) offsets[j] = outside;
            else
                for (var j = 0; j < edge; j++, at += stride) offsets[j] = (uint)(left + j) < (uint)width ? at : outside;
        }
    }

    /// <summary>A block: which images, rows of tiles, rows of pixels read and rows of pixels made.</summary>
    internal readonly record struct Block(int Image, int Images, int Row, int Rows, int FirstSource, int EndSource, int FirstTarget, int EndTarget);
}
