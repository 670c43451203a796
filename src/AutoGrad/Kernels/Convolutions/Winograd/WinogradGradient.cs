using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>The transpose in its weight of a 3×3 convolution of stride 1, by the transposes of <see cref="WinogradTransform"/>: dw = Gᵀ[(A y Aᵀ) ⊙ (Bᵀ x B)]G.</summary>
/// <remarks>
/// Each of the 36 products is a matrix product [channels, tiles]·[tiles, filters], summed over all blocks before the way back. Blocks are
/// divided among a few sums by their number alone, and the sums added in order.
/// </remarks>
internal sealed unsafe class WinogradGradient
{
    // of a block, both sides of the products; fewer steps would spend their time on the tiles' edges
    private const int MostBytes = 512 * 1024, LeastTiles = 32, MostSteps = 256;

    // sums beside each other: at most so many, and so much memory
    private const int MostSums = 8, MostSumBytes = 16 * 1024 * 1024, EnoughChunks = 16;

    private readonly WinogradGrid _grid;
    private readonly int _groups, _channels, _filters, _paddedFilters, _paddedPart, _part, _parts, _sums;
    private readonly long _stride, _strideV, _strideZ;

    public WinogradGradient(WindowGrid grid, int batch, int groups, int channels, int filters)
    {
        (_groups, _channels, _filters) = (groups, channels, filters);
        var lanes = WindowTiles<float>.Lanes;
        _paddedFilters = (filters + lanes - 1) / lanes * lanes;
        _stride = ((long)channels * _paddedFilters / lanes | 1) * lanes;
        var padded = (channels + lanes - 1) / lanes * lanes;
        _grid = new WinogradGrid(grid.Input, (grid.Padding[0], grid.Padding[1]), grid.Output, batch, Math.Max(LeastTiles, MostBytes / (WinogradTransform.Products * sizeof(float) * (padded + _paddedFilters))));
        _sums = (int)Math.Clamp(MostSumBytes / (groups * SumSize * sizeof(float)), 1, Math.Min(_grid.Blocks, MostSums));
        // whole vectors of channels a part: each transforms its own
        var wanted = Math.Clamp(EnoughChunks / (_sums * groups), 1, (padded + 4 * lanes - 1) / (4 * lanes));
        _part = (padded / lanes + wanted - 1) / wanted * lanes;
        _parts = (channels + _part - 1) / _part;
        _paddedPart = _part;
        (_strideV, _strideZ) = (((long)_grid.Tiles * _paddedPart / lanes | 1) * lanes, ((long)_grid.Tiles * _paddedFilters / lanes | 1) * lanes);
    }

    private long SumSize => WinogradTransform.Products * _stride;

    /// <returns>False if a result is not finite.</returns>
    public bool Run(float* x, float* y, float* w)
    {
        using var sums = new Scratch<float>(_sums * _groups * SumSize);
        ForkJoin.Run(_sums * _groups * _parts, new Chunks(this, x, y, sums.Pointer));
        ForkJoin.Run(_groups * (_paddedFilters / WindowTiles<float>.Lanes), new Totals(this, sums.Pointer, w));
        return float.IsFinite(TensorPrimitives.MaxMagnitude(new ReadOnlySpan<float>(w, _groups * _filters * _channels * 9)));
    }

    private readonly struct Chunks(WinogradGradient gradient, float* x, float* y, float* sums) : IChunkedWork
    {
        public void Run(int chunk)
        {
            if (Vector512.IsHardwareAccelerated) gradient.Sum<WideSingle>(chunk, x, y, sums);
            else gradient.Sum<NativeSingle>(chunk, x, y, sums);
        }
    }

    private readonly struct Totals(WinogradGradient gradient, float* sums, float* w) : IChunkedWork
    {
        public void Run(int chunk)
        {
            if (Vector512.IsHardwareAccelerated) gradient.Total<WideSingle>(chunk, sums, w);
            else gradient.Total<NativeSingle>(chunk, sums, w);
        }
    }

    private void Sum<V>(int chunk, float* x, float* y, float* sums) where V : struct, ILanes<V>
    {
        (chunk, var part) = Math.DivRem(chunk, _parts);
        var (sum, group) = Math.DivRem(chunk, _groups);
        var channel = part * _part;
        var channels = Math.Min(_part, _channels - channel);
        sums += (sum * _groups + group) * SumSize + (long)channel * _paddedFilters;
        var pixels = Math.Max((_grid.SourcePixels + 1L) * _paddedPart, (_grid.TargetPixels + 1L) * _paddedFilters);
        using var memory = new Scratch<float>(pixels + WinogradTransform.Products * (_strideV + _strideZ + V.Count));
        float* room = memory.Pointer, v = room + WinogradTransform.Products * V.Count, z = v + WinogradTransform.Products * _strideV, strip = z + WinogradTransform.Products * _strideZ;
        var (at, last) = ((int)((long)_grid.Blocks * sum / _sums), (int)((long)_grid.Blocks * (sum + 1) / _sums));
        for (var fresh = true; at < last; at++, fresh = false)
        {
            var block = _grid[at];
            var image = (long)block.Image * _groups + group;
            _grid.TransformSource<V>(block, x + (image * _channels + channel) * _grid.SourcePlane, (long)_groups * _channels * _grid.SourcePlane, channels, strip, v, _paddedPart, (nint)_strideV, room);
            _grid.TransformTarget<V>(block, y + image * _filters * _grid.TargetPlane, (long)_groups * _filters * _grid.TargetPlane, _filters, strip, z, _paddedFilters, (nint)_strideZ, room);
            Multiply(block.Images * block.Rows * _grid.Across, channels, v, z, sums, fresh);
        }
    }

    private void Multiply(int tiles, int channels, float* v, float* z, float* sums, bool fresh)
    {
        int lanes = WindowTiles<float>.Lanes, most = GemmTileTable<float>.MostRows, blocks = (channels + most - 1) / most;
        var steps = (tiles + MostSteps - 1) / MostSteps;
        for (var product = 0; product < WinogradTransform.Products; product++, v += _strideV, z += _strideZ, sums += _stride)
            for (var step = 0; step < steps; step++)
            {
                var (k, end) = ((int)((long)tiles * step / steps), (int)((long)tiles * (step + 1) / steps));
                var tile = new GemmTileArguments<float> { K = end - k, StrideA = _paddedPart, StrideB = _paddedFilters, StrideC = _paddedFilters, StrideStart = _paddedFilters, LastLanes = lanes, Floor = GemmTileTable<float>.NoFloor };
                for (var column = 0; column < _paddedFilters; column += 2 * lanes)
                {
                    tile.Vectors = Math.Min(2, (_paddedFilters - column) / lanes);
                    tile.B = z + (long)k * _paddedFilters + column;
                    for (int block = 0, row = 0; block < blocks; block++, row += (int)tile.Rows)
                    {
                        tile.Rows = (int)((long)channels * (block + 1) / blocks) - row;
                        tile.A = v + (long)k * _paddedPart + row;
                        tile.C = sums + (long)row * _paddedFilters + column;
                        tile.Start = fresh && step == 0 ? null : tile.C;
                        GemmTileTable<float>.Tiles[GemmTileTable.Index(GemmTileKind.Steps, (int)tile.Vectors, (int)tile.Rows)](&tile);
                    }
                }
            }
    }

    /// <summary>Adds the sums of some filters of one group up, and writes their gradients in the order of the weights.</summary>
    [SkipLocalsInit]
    private void Total<V>(int chunk, float* sums, float* w) where V : struct, ILanes<V>
    {
        const int Taps = WinogradTransform.Taps * WinogradTransform.Taps;
        var lanes = V.Count;
        var (group, column) = Math.DivRem(chunk, _paddedFilters / lanes);
        column *= lanes;
        using var memory = new Scratch<float>((_channels * (long)Taps + 2 * WinogradTransform.Products) * lanes);
        float* room = memory.Pointer, total = room + WinogradTransform.Products * lanes, turned = total + WinogradTransform.Products * lanes;
        for (var c = 0; c < _channels; c++)
        {
            WinogradTransform.AddUp<V>(sums + group * SumSize + (long)c * _paddedFilters + column, (nint)_stride, (nint)(_groups * SumSize), _sums, total);
            WinogradTransform.Gather<V>(total, lanes, turned + (long)c * Taps * lanes, lanes, room);
        }
        var depth = _channels * Taps;
        ChannelLines.First(turned, lanes, Math.Min(lanes, _filters - column), depth, w + ((long)group * _filters + column) * depth, depth);
    }
}
