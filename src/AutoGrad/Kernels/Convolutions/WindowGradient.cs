using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The transpose of a convolution in its weight: patches times results, summed over all windows.</summary>
/// <remarks>
/// Of the patches a block of channels and later taps lies at regular distances, so each tap of the first axis is one product
/// with the results transposed. Images are divided among a few sums by their number alone, and the sums added in order.
/// </remarks>
internal sealed unsafe class WindowGradient<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostBytes = 512 * 1024, MostSteps = 256;

    // sums beside each other: at most so many, and so much memory
    private const int MostSums = 8, MostSumBytes = 16 * 1024 * 1024, EnoughChunks = 16;

    private readonly WindowLayout _layout;
    private readonly int _batch, _groups, _filters, _columns, _slabs, _units, _sums, _parts, _taps, _rows;
    private readonly long _windows;

    public WindowGradient(WindowAxis[] axes, int batch, int groups, int channels, int filters)
    {
        (_batch, _groups, _filters) = (batch, groups, filters);
        var images = WindowBatches.Images(axes, batch, 1);
        _layout = new WindowLayout(axes, channels, images, axes[0].Count, sizeof(T));
        _windows = (long)axes[0].Count * _layout.Row;
        var slabs = images > 1 ? 1 : (_layout.Size * sizeof(T) + MostBytes - 1) / MostBytes;
        var rows = (int)((axes[0].Count + slabs - 1) / slabs);
        _slabs = (axes[0].Count + rows - 1) / rows;
        if (_slabs > 1) _layout = new WindowLayout(axes, channels, 1, rows, sizeof(T));
        _units = (batch + images - 1) / images * _slabs;
        var lanes = WindowTiles<T>.Lanes;
        _columns = (filters + lanes - 1) / lanes * lanes;
        (_taps, _rows) = (_layout.Strand.Length, channels * _layout.Later);
        _sums = (int)Math.Clamp(MostSumBytes / ((long)_groups * SumSize * sizeof(T)), 1, Math.Min(_units, MostSums));
        var chunks = (long)_sums * groups;
        _parts = (int)Math.Clamp((EnoughChunks + chunks - 1) / chunks, 1, Math.Max(1, filters / (2 * lanes)));
    }

    private long SumSize => (long)_taps * _rows * _columns;

    public void Run(T* x, T* y, T* w)
    {
        using var sums = new Scratch<T>(_sums * _groups * SumSize);
        ForkJoin.Run(_sums * _groups * _parts, new Chunks(this, x, y, sums.Pointer));
        ForkJoin.Run(_groups, new Totals(this, sums.Pointer, w));
    }

    private readonly struct Chunks(WindowGradient<T> gradient, T* x, T* y, T* sums) : IChunkedWork
    {
        public void Run(int chunk) => gradient.Sum(chunk, x, y, sums);
    }

    private readonly struct Totals(WindowGradient<T> gradient, T* sums, T* w) : IChunkedWork
    {
        public void Run(int chunk) => gradient.Total(chunk, sums, w);
    }

    private void Sum(int chunk, T* x, T* y, T* sums)
    {
        (chunk, var part) = Math.DivRem(chunk, _parts);
        var (sum, group) = Math.DivRem(chunk, _groups);
        var width = WindowTiles<T>.Columns;
        var panels = (_filters + width - 1) / width;
        var (first, end) = (panels * part / _parts * width, Math.Min(_filters, panels * (part + 1) / _parts * width));
        sums += (sum * _groups + group) * SumSize;
        using var strands = new Scratch<T>(_layout.Size);
        using var results = new Scratch<T>((long)_layout.Images * _layout.Rows * _layout.Row * (end - first + width));
        var plane = (long)_layout.Channels * _layout.Plane;
        var (unit, last) = ((int)((long)_units * sum / _sums), (int)((long)_units * (sum + 1) / _sums));
        for (var fresh = true; unit < last; unit++, fresh = false)
        {
            var (set, slab) = Math.DivRem(unit, _slabs);
            var (image, row) = (set * _layout.Images, slab * _layout.Rows);
            var images = Math.Min(_layout.Images, _batch - image);
            var rows = Math.Min(_layout.Rows, _layout.Axes[0].Count - row);
            WindowCopy.Run(_layout, x + (image * (long)_groups + group) * plane, _groups * plane, images, row, rows, strands.Pointer);
            var from = y + ((long)image * _groups + group) * _filters * _windows + (long)row * _layout.Row;
            var windows = rows * _layout.Row;
            var to = results.Pointer;
            for (var filter = first; filter < end; filter += width)
            {
                var filters = Math.Min(width, end - filter);
                var panel = Panel(filters);
                for (var i = 0; i < images; i++)
                    WindowTiles<T>.Transpose(from + ((long)i * _groups * _filters + filter) * _windows, _windows, filters, windows, to + (long)i * windows * panel, panel);
                Multiply(strands.Pointer, to, images * windows, panel, sums + filter, fresh);
                to += (long)images * windows * panel;
            }
        }
    }

    /// <summary>Columns of a panel of filters: whole vectors.</summary>
    private static int Panel(int filters) => filters > WindowTiles<T>.Lanes ? WindowTiles<T>.Columns : WindowTiles<T>.Lanes;

    private void Multiply(T* strands, T* results, int windows, int panel, T* sums, bool fresh)
    {
        var blocks = (windows + MostSteps - 1) / MostSteps;
        for (var block = 0; block < blocks; block++)
        {
            var (k, end) = ((int)((long)windows * block / blocks), (int)((long)windows * (block + 1) / blocks));
            var tile = new GemmTileArguments<T>
            {
                K = end - k, B = results + (long)k * panel, StrideB = panel, StrideA = (nint)_layout.Stride, StrideC = _columns, StrideStart = _columns, Floor = GemmTileTable<T>.NoFloor,
            };
            for (var tap = 0; tap < _taps; tap++)
            {
                tile.A = strands + _layout.Offset(tap) + k;
                tile.C = sums + (long)tap * _rows * _columns;
                tile.Start = fresh && block == 0 ? null : tile.C;
                WindowTiles<T>.Column(GemmTileKind.Rows, _rows, panel, tile);
            }
        }
    }

    /// <summary>Adds the sums of one group up, and writes them in the order of the weights.</summary>
    private void Total(int group, T* sums, T* w)
    {
        var total = new Span<T>(sums + group * SumSize, (int)SumSize);
        for (var sum = 1; sum < _sums; sum++) TensorPrimitives.Add(total, new ReadOnlySpan<T>(sums + ((long)sum * _groups + group) * SumSize, (int)SumSize), total);
        var (later, depth) = (_layout.Later, _layout.Depth);
        w += (long)group * _filters * depth;
        for (var tap = 0; tap < _taps; tap++)
            for (var row = 0; row < _rows; row++)
            {
                var to = w + (row / later * _taps + tap) * (long)later + row % later;
                var from = total.Slice((tap * _rows + row) * _columns, _filters);
                for (var f = 0; f < from.Length; f++, to += depth) *to = from[f];
            }
    }
}
