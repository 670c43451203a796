namespace AutoGrad.Kernels;

/// <summary>The transpose in the input of a convolution over planes whose windows lie more than one element apart.</summary>
/// <remarks>
/// With channels side by side, what the elements of one residue of the stride read of a row of results is one run of numbers, a result apart
/// from one to the next: so each row of such elements is a matrix product that reads the results where they lie, and writes every
/// stride-th element. No zero is multiplied but those around the results.
/// </remarks>
internal sealed unsafe class StridedTranspose
{
    // of a chunk: the elements made, with channels side by side
    private const int MostBytes = 256 * 1024;

    private readonly ConvolutionShape _shape;
    private readonly WindowGrid _grid;
    private readonly int _filters, _channels, _rows, _slabs, _firstColumn, _pitch;
    private readonly int[] _order, _begin;

    public StridedTranspose(ConvolutionShape shape)
    {
        (_shape, _grid) = (shape, shape.Grid);
        var lanes = WindowTiles<float>.Lanes;
        (_filters, _channels) = (Up(shape.Filters, lanes), Up(shape.Channels, lanes));
        var (height, width) = (_grid.Input[0], _grid.Input[1]);
        var slabs = (int)Math.Clamp((long)height * width * _channels * sizeof(float) / MostBytes, 1, Math.Max(1, height / (4 * _grid.Stride[0])));
        _rows = (height + slabs - 1) / slabs;
        _slabs = (height + _rows - 1) / _rows;
        (_firstColumn, var end) = Reach(1, 0, width);
        _pitch = end - _firstColumn;
        // the taps of a residue from the last on: results are then read forward
        (_order, _begin) = (new int[_grid.Kernel[1]], new int[_grid.Stride[1] + 1]);
        var at = 0;
        for (var residue = 0; residue < _grid.Stride[1]; residue++)
        {
            _begin[residue] = at;
            for (var t = _grid.Kernel[1] - 1; t >= 0; t--)
                if (t % _grid.Stride[1] == residue) _order[at++] = t;
        }
        _begin[^1] = at;
    }

    /// <summary>Where it was measured to be faster: twice as fast at 3×3 windows and 16 to 32, 32 to 64 and 64 to 128 channels, half as fast at 1×1. Lanes are channels, so few of them waste it.</summary>
    public static bool Takes(ConvolutionShape shape)
    {
        var (grid, lanes) = (shape.Grid, WindowTiles<float>.Lanes);
        return grid.Rank == 2 && grid.Stride[0] > 1 && grid.Stride[1] > 1 && grid.Dilation[0] == 1 && grid.Dilation[1] == 1
            && grid.Kernel[0] >= grid.Stride[0] && grid.Kernel[1] >= grid.Stride[1] && grid.Kernel[1] <= 16 && shape.Filters <= 1024
            && 5L * shape.Channels * shape.Filters >= 4L * Up(shape.Channels, lanes) * Up(shape.Filters, lanes)
            && (long)grid.Input[1] * Math.Max(shape.Channels, shape.Filters) <= 1 << 20;
    }

    public void Run(float* y, float* w, float* bias, float* x)
    {
        using var weights = new Scratch<float>((long)_shape.Groups * WeightSize);
        using var start = new Scratch<float>((long)_shape.Groups * _channels);
        for (var group = 0; group < _shape.Groups; group++)
        {
            Arrange(w + (long)group * _shape.WeightSize, weights.Pointer + group * WeightSize);
            for (var c = 0; c < _channels; c++) start.Pointer[group * _channels + c] = bias == null || c >= _shape.Channels ? 0 : bias[group * _shape.Channels + c];
        }
        ForkJoin.Run(_shape.Batch * _shape.Groups * _slabs, new Chunks(this, y, weights.Pointer, start.Pointer, x));
    }

    private long RowSize => (long)_grid.Kernel[1] * _filters * _channels;

    private long WeightSize => _grid.Kernel[0] * RowSize;

    private static int Up(int extent, int unit) => (extent + unit - 1) / unit * unit;

    /// <summary>The results, inside or not, that some elements of an axis meet.</summary>
    private (int First, int End) Reach(int axis, int first, int end)
    {
        var (stride, padding) = (_grid.Stride[axis], _grid.Padding[axis]);
        return ((int)Math.Floor((first + padding - (_grid.Kernel[axis] - 1)) / (double)stride), (end - 1 + padding) / stride + 1);
    }

    /// <summary>For each tap along the first axis and each panel of channels: taps along the second by residue, filters, channels.</summary>
    private void Arrange(float* w, float* to)
    {
        var (width, taps, panel) = (_grid.Kernel[1], _grid.KernelSize, WindowTiles<float>.Columns);
        for (var t = 0; t < _grid.Kernel[0]; t++)
            for (var first = 0; first < _channels; first += panel)
            {
                var columns = Math.Min(panel, _channels - first);
                foreach (var tap in _order)
                    for (var f = 0; f < _filters; f++, to += columns)
                        for (var c = 0; c < columns; c++)
                            to[c] = f < _shape.Filters && first + c < _shape.Channels ? w[((long)f * _shape.Channels + first + c) * taps + t * width + tap] : 0;
            }
    }

    private readonly struct Chunks(StridedTranspose transpose, float* y, float* weights, float* start, float* x) : IChunkedWork
    {
        public void Run(int chunk) => transpose.Run(chunk, y, weights, start, x);
    }

    private void Run(int chunk, float* y, float* weights, float* start, float* x)
    {
        (chunk, var slab) = Math.DivRem(chunk, _slabs);
        var group = chunk % _shape.Groups;
        var (width, resultWidth) = (_grid.Input[1], _grid.Output[1]);
        var (row, endRow) = (slab * _rows, Math.Min(_grid.Input[0], (slab + 1) * _rows));
        var (first, end) = Reach(0, row, endRow);
        var (firstInside, endInside) = (Math.Clamp(first, 0, _grid.Output[0]), Math.Clamp(end, 0, _grid.Output[0]));
        var pixels = (endInside - firstInside) * resultWidth;
        using var memory = new Scratch<float>(((long)(end - first) * _pitch + pixels) * _filters + (long)(endRow - row) * width * _channels);
        float* strip = memory.Pointer, dense = strip + (long)(end - first) * _pitch * _filters, made = dense + (long)pixels * _filters;
        ChannelLines.Last(y + (long)chunk * _shape.ResultSize + (long)firstInside * resultWidth, _grid.OutputSize, _shape.Filters, pixels, dense, _filters);
        Surround(dense, firstInside, endInside, first, end, strip);
        Multiply(strip, first, row, endRow, weights + group * WeightSize, start + (long)group * _channels, made);
        ChannelLines.First(made, _channels, _shape.Channels, (endRow - row) * width, x + (long)chunk * _shape.ImageSize + (long)row * width, _grid.InputSize);
    }

    /// <summary>Copies rows of results to where there are zeros around them.</summary>
    private void Surround(float* dense, int firstInside, int endInside, int first, int end, float* strip)
    {
        var (firstColumn, endColumn) = (Math.Max(0, _firstColumn), Math.Min(_grid.Output[1], _firstColumn + _pitch));
        var (before, inside) = ((firstColumn - _firstColumn) * _filters, Math.Max(0, endColumn - firstColumn) * _filters);
        for (var r = first; r < end; r++, strip += (long)_pitch * _filters)
        {
            var line = new Span<float>(strip, _pitch * _filters);
            if (r < firstInside || r >= endInside || inside == 0)
            {
                line.Clear();
                continue;
            }
            line[..before].Clear();
            new ReadOnlySpan<float>(dense + ((long)(r - firstInside) * _grid.Output[1] + firstColumn) * _filters, inside).CopyTo(line[before..]);
            line[(before + inside)..].Clear();
        }
    }

    private void Multiply(float* strip, int first, int row, int endRow, float* weights, float* start, float* x)
    {
        var (width, panel) = (_grid.Input[1], WindowTiles<float>.Columns);
        var (stride, padding) = (_grid.Stride, _grid.Padding);
        for (var i = row; i < endRow; i++, x += (long)width * _channels)
            for (var residue = 0; residue < stride[1]; residue++)
            {
                // the first element whose taps are those of the residue
                var column = ((residue - padding[1]) % stride[1] + stride[1]) % stride[1];
                var count = (width - column + stride[1] - 1) / stride[1];
                var (begin, taps) = (_begin[residue], _begin[residue + 1] - _begin[residue]);
                if (count <= 0) continue;
                var fresh = true;
                if (taps > 0)
                {
                    var result = (column + padding[1] - _order[begin]) / stride[1] - _firstColumn;
                    for (var t = (i + padding[0]) % stride[0]; t < _grid.Kernel[0]; t += stride[0], fresh = false)
                    {
                        var from = strip + (((i + padding[0] - t) / stride[0] - first) * (long)_pitch + result) * _filters;
                        for (var c = 0; c < _channels; c += panel)
                        {
                            var columns = Math.Min(panel, _channels - c);
                            var tile = new GemmTileArguments<float>
                            {
                                K = taps * _filters,
                                A = from,
                                StrideA = _filters,
                                StrideB = columns,
                                Floor = GemmTileTable<float>.NoFloor,
                                B = weights + t * RowSize + ((long)c * _order.Length + (long)begin * columns) * _filters,
                                C = x + (long)column * _channels + c,
                                StrideC = stride[1] * _channels,
                            };
                            tile.Start = fresh ? start + c : tile.C;
                            tile.StrideStart = fresh ? 0 : tile.StrideC;
                            WindowTiles<float>.Column(GemmTileKind.Rows, count, columns, tile);
                        }
                    }
                }
                if (fresh)
                    for (var j = 0; j < count; j++) new ReadOnlySpan<float>(start, _channels).CopyTo(new Span<float>(x + (column + (long)j * stride[1]) * _channels, _channels));
            }
    }
}
