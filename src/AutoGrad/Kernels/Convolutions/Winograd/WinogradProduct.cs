using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>A 3×3 convolution of stride 1, or its transpose in the input, by <see cref="WinogradTransform"/>.</summary>
/// <remarks>
/// A block of tiles at a time: its pixels are turned so that channels lie side by side, each tile is transformed, each of the 36
/// products is a matrix product [tiles, sources]·[sources, results], and the way back. Everything of a block stays in the cache.
/// </remarks>
internal sealed unsafe class WinogradProduct
{
    // of a block, both sides of the products; and tiles, the rows of the matrix products
    private const int MostBytes = 384 * 1024, LeastTiles = 16, MostSteps = 256;

    private readonly WinogradGrid _grid;
    private readonly WinogradWeights _weights;
    private readonly int _groups, _sources, _results, _paddedSources;
    private readonly long _strideV, _strideM;

    /// <param name="source">Height and width of what windows read.</param>
    /// <param name="padding">Zeros before it along each axis; below zero, what windows skip.</param>
    /// <param name="target">Height and width of what they make.</param>
    /// <param name="batch">Number of images.</param>
    /// <param name="groups">Parts of the channels.</param>
    /// <param name="sources">Channels of a group of the source.</param>
    /// <param name="results">Channels of a group of the result.</param>
    public WinogradProduct(ReadOnlySpan<int> source, (int Top, int Left) padding, ReadOnlySpan<int> target, int batch, int groups, int sources, int results)
    {
        (_groups, _sources, _results, _weights) = (groups, sources, results, new WinogradWeights(groups, sources, results));
        var lanes = WindowTiles<float>.Lanes;
        _paddedSources = (sources + lanes - 1) / lanes * lanes;
        var most = Math.Max(LeastTiles, MostBytes / (WinogradTransform.Products * sizeof(float) * (_paddedSources + _weights.Padded)));
        _grid = new WinogradGrid(source, padding, target, batch, most);
        // odd numbers of vectors: the products do not compete for the same sets of the cache
        (_strideV, _strideM) = (((long)_grid.Tiles * _paddedSources / lanes | 1) * lanes, ((long)_grid.Tiles * _weights.Padded / lanes | 1) * lanes);
    }

    /// <summary>Does it; not for images whose results are not all finite, which it tells.</summary>
    /// <param name="x">The source.</param>
    /// <param name="w">The weights.</param>
    /// <param name="transposed">The weights' first axis is that of the source, and windows are turned.</param>
    /// <param name="bias">What each channel of the result starts from; null for nothing.</param>
    /// <param name="y">The result.</param>
    /// <param name="spoilt">For each image, whether a result is not finite.</param>
    public void Run(float* x, float* w, bool transposed, float* bias, float* y, Span<bool> spoilt)
    {
        using var weights = new Scratch<float>(_weights.Size);
        using var start = new Scratch<float>(bias == null ? 0 : (long)_groups * _weights.Padded);
        _weights.Fill(w, transposed, weights.Pointer);
        if (bias != null)
            for (var group = 0; group < _groups; group++)
            {
                var to = new Span<float>(start.Pointer + (long)group * _weights.Padded, _weights.Padded);
                new ReadOnlySpan<float>(bias + (long)group * _results, _results).CopyTo(to);
                to[_results..].Clear();
            }
        spoilt.Clear();
        fixed (bool* marks = spoilt) ForkJoin.Run(_grid.Blocks * _groups, new Blocks(this, x, weights.Pointer, bias == null ? null : start.Pointer, y, marks));
    }

    private readonly struct Blocks(WinogradProduct product, float* x, float* weights, float* start, float* y, bool* spoilt) : IChunkedWork
    {
        public void Run(int chunk)
        {
            if (Vector512.IsHardwareAccelerated) product.Run<WideSingle>(chunk, x, weights, start, y, spoilt);
            else product.Run<NativeSingle>(chunk, x, weights, start, y, spoilt);
        }
    }

    private void Run<V>(int chunk, float* x, float* weights, float* start, float* y, bool* spoilt) where V : struct, ILanes<V>
    {
        var (at, group) = Math.DivRem(chunk, _groups);
        var block = _grid[at];
        var pixels = Math.Max((long)_grid.SourcePixels * _paddedSources + _paddedSources, (long)_grid.TargetPixels * _weights.Padded + _weights.Padded);
        using var memory = new Scratch<float>(pixels + WinogradTransform.Products * (_strideV + _strideM + V.Count));
        float* room = memory.Pointer, v = room + WinogradTransform.Products * V.Count, m = v + WinogradTransform.Products * _strideV, strip = m + WinogradTransform.Products * _strideM;
        _grid.TransformSource<V>(block, x + ((long)block.Image * _groups + group) * _sources * _grid.SourcePlane, (long)_groups * _sources * _grid.SourcePlane, _sources, strip, v, _paddedSources, (nint)_strideV, room);
        Multiply(block.Images * block.Rows * _grid.Across, v, weights + group * _weights.GroupSize, m);
        Finish<V>(block, m, start == null ? null : start + (long)group * _weights.Padded, strip, y + ((long)block.Image * _groups + group) * _results * _grid.TargetPlane, spoilt, room);
    }

    private void Multiply(int tiles, float* v, float* weights, float* m)
    {
        var lanes = WindowTiles<float>.Lanes;
        var steps = (_sources + MostSteps - 1) / MostSteps;
        for (var product = 0; product < WinogradTransform.Products; product++, v += _strideV, m += _strideM, weights += _weights.Stride)
            for (var step = 0; step < steps; step++)
            {
                var (k, end) = ((int)((long)_sources * step / steps), (int)((long)_sources * (step + 1) / steps));
                for (var column = 0; column < _weights.Padded; column += 2 * lanes)
                {
                    var width = _weights.PanelVectors(column) * lanes;
                    var tile = new GemmTileArguments<float>
                    {
                        K = end - k,
                        A = v + k,
                        StrideA = _paddedSources,
                        B = weights + _weights.Panel(column) + (long)k * width,
                        StrideB = width,
                        C = m + column,
                        StrideC = _weights.Padded,
                        StrideStart = _weights.Padded,
                        Floor = GemmTileTable<float>.NoFloor,
                    };
                    tile.Start = step > 0 ? tile.C : null;
                    WindowTiles<float>.Column(GemmTileKind.Rows, tiles, width, tile);
                }
            }
    }

    [SkipLocalsInit]
    private void Finish<V>(in WinogradGrid.Block block, float* m, float* start, float* strip, float* y, bool* spoilt, float* room) where V : struct, ILanes<V>
    {
        var (stride, pixels) = (_weights.Padded, (block.EndTarget - block.FirstTarget) * _grid.TargetWidth);
        var outside = block.Images * pixels * stride;
        var offsets = stackalloc int[WinogradTransform.Results * WinogradTransform.Results];
        for (var image = 0; image < block.Images; image++)
        {
            for (var row = 0; row < block.Rows; row++)
                for (var column = 0; column < _grid.Across; column++, m += stride)
                {
                    _grid.TargetOffsets(block, image, row, column, stride, outside, offsets);
                    if (!WinogradTransform.Result<V>(m, (nint)_strideM, stride, start, strip, offsets, room)) spoilt[block.Image + image] = true;
                }
            ChannelLines.First(strip + (long)image * pixels * stride, stride, _results, pixels, y + (long)image * _groups * _results * _grid.TargetPlane + (long)block.FirstTarget * _grid.TargetWidth, _grid.TargetPlane);
        }
    }
}
