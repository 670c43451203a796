using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The transpose of a convolution in its weight: patches times results, summed over all windows.</summary>
/// <remarks>
/// Of the patches a block of channels and later taps lies at regular distances, so each tap of the first axis is one product
/// with the results transposed. Images are divided among a few sums by their number alone, and the sums added in order.
/// </remarks>
internal sealed unsafe class WindowGradient<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostBytes = 512 * 1024, MostSteps = 256, LeastSteps = 64;

    // sums beside each other: at most so many, and so much memory
    private const int MostSums = 8, MostSumBytes = 16 * 1024 * 1024, EnoughChunks = 16;

    private readonly WindowLayout _layout;
    private readonly int _batch, _groups, _channels, _filters, _columns, _slabs, _units, _sums, _parts, _taps, _rows;
    private readonly bool _few;
    private readonly long _windows;

    public WindowGradient(WindowAxis[] axes, int batch, int groups, int channels, int filters)
    {
        (_batch, _groups, _filters) = (batch, groups, filters);
        // a sum over few windows would spend its time on the tiles' edges
        var windows = 1L;
        foreach (var axis in axes) windows *= axis.Count;
        var images = (int)Math.Clamp((LeastSteps + windows - 1) / windows, 1, Math.Max(1, batch / 2));
        _windows = windows;
        _layout = new WindowLayout(axes, channels, images, axes[0].Count, sizeof(T));
        var slabs = images > 1 ? 1 : Math.Clamp(_layout.Size * sizeof(T) / MostBytes, 1, Math.Max(1, windows / MostSteps));
        var rows = (int)((axes[0].Count + slabs - 1) / slabs);
        _slabs = (axes[0].Count + rows - 1) / rows;
        _channels = channels;
        _units = (batch + images - 1) / images * _slabs;
        var lanes = WindowTiles<T>.Lanes;
        _columns = (filters + lanes - 1) / lanes * lanes;
        (_taps, _rows) = (_layout.Strand.Length, channels * _layout.Later);
        // half of a tile's lanes would be empty
        _few = filters <= lanes / 2 && (filters == 1 || _taps * _rows <= MostSteps);
        if (_few) _columns = filters;
        _sums = (int)Math.Clamp(MostSumBytes / ((long)_groups * SumSize * sizeof(T)), 1, Math.Min(_units, MostSums));
        var chunks = (long)_sums * groups;
        var large = _layout.Size / _slabs * sizeof(T) / (2 * MostBytes);
        _parts = (int)Math.Clamp(Math.Max(large, EnoughChunks / chunks), 1, channels);
        // each chunk copies its own channels only
        _layout = new WindowLayout(axes, (channels + _parts - 1) / _parts, images, rows, sizeof(T));
        _parts = (channels + _layout.Channels - 1) / _layout.Channels;
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
        var channel = part * _layout.Channels;
        var channels = Math.Min(_layout.Channels, _channels - channel);
        sums += (sum * _groups + group) * SumSize + (long)channel * _layout.Later * _columns;
        using var strands = new Scratch<T>(_layout.Size);
        var lines = channels * _layout.Later;
        using var results = new Scratch<T>(_few ? (long)_taps * lines * _filters * WindowTiles<T>.Lanes : (long)_layout.Images * _layout.Rows * _layout.Row * width);
        if (_few) new Span<T>(results.Pointer, _taps * lines * _filters * WindowTiles<T>.Lanes).Clear();
        var plane = (long)_channels * _layout.Plane;
        x += group * plane + (long)channel * _layout.Plane;
        var (unit, last) = ((int)((long)_units * sum / _sums), (int)((long)_units * (sum + 1) / _sums));
        for (var fresh = true; unit < last; unit++, fresh = false)
        {
            var (set, slab) = Math.DivRem(unit, _slabs);
            var (image, row) = (set * _layout.Images, slab * _layout.Rows);
            var images = Math.Min(_layout.Images, _batch - image);
            var rows = Math.Min(_layout.Rows, _layout.Axes[0].Count - row);
            WindowCopy.Run(_layout, channels, x + image * _groups * plane, _groups * plane, images, row, rows, strands.Pointer);
            var from = y + ((long)image * _groups + group) * _filters * _windows + (long)row * _layout.Row;
            var windows = rows * _layout.Row;
            if (_few)
            {
                for (var i = 0; i < images; i++, from += _groups * _filters * _windows) Dots(strands.Pointer + (long)i * windows, lines, from, windows, results.Pointer);
                continue;
            }
            for (var filter = 0; filter < _filters; filter += width)
            {
                var filters = Math.Min(width, _filters - filter);
                var panel = Panel(filters);
                for (var i = 0; i < images; i++)
                    WindowTiles<T>.Transpose(from + ((long)i * _groups * _filters + filter) * _windows, _windows, filters, windows, results.Pointer + (long)i * windows * panel, panel);
                Multiply(strands.Pointer, lines, results.Pointer, images * windows, panel, sums + filter, fresh);
            }
        }
        if (_few) AddLanes(results.Pointer, lines, sums);
    }

    /// <summary>A few filters: windows are the lanes.</summary>
    private void Dots(T* strands, int lines, T* y, int windows, T* sums)
    {
        using var rows = new Scratch<nint>(_taps * lines);
        for (var tap = 0; tap < _taps; tap++)
            for (var line = 0; line < lines; line++) rows.Pointer[tap * lines + line] = (nint)(strands + _layout.Offset(tap) + line * _layout.Stride);
        if (typeof(T) == typeof(float) && WindowTiles<T>.Lanes == WideSingle.Count) WindowDots<T, WideSingle>.Add(rows.Pointer, _taps * lines, y, _windows, _filters, windows, sums);
        else if (typeof(T) == typeof(float)) WindowDots<T, NativeSingle>.Add(rows.Pointer, _taps * lines, y, _windows, _filters, windows, sums);
        else if (WindowTiles<T>.Lanes == WideDouble.Count) WindowDots<T, WideDouble>.Add(rows.Pointer, _taps * lines, y, _windows, _filters, windows, sums);
        else WindowDots<T, NativeDouble>.Add(rows.Pointer, _taps * lines, y, _windows, _filters, windows, sums);
    }

    /// <summary>Writes the sums of the lanes to their places.</summary>
    private void AddLanes(T* lanes, int lines, T* sums)
    {
        for (var f = 0; f < _filters; f++)
            for (var tap = 0; tap < _taps; tap++)
                for (var line = 0; line < lines; line++, lanes += WindowTiles<T>.Lanes)
                {
                    var sum = T.Zero;
                    for (var i = 0; i < WindowTiles<T>.Lanes; i++) sum += lanes[i];
                    sums[((long)tap * _rows + line) * _columns + f] = sum;
                }
    }

    /// <summary>Columns of a panel of filters: whole vectors.</summary>
    private static int Panel(int filters) => filters > WindowTiles<T>.Lanes ? WindowTiles<T>.Columns : WindowTiles<T>.Lanes;

    private void Multiply(T* strands, int rows, T* results, int windows, int panel, T* sums, bool fresh)
    {
        var blocks = (windows + MostSteps - 1) / MostSteps;
        for (var block = 0; block < blocks; block++)
        {
            var (k, end) = ((int)((long)windows * block / blocks), (int)((long)windows * (block + 1) / blocks));
            var tile = new GemmTileArguments<T>
            {
                K = end - k,
                B = results + (long)k * panel,
                StrideB = panel,
                StrideA = (nint)_layout.Stride,
                StrideC = _columns,
                StrideStart = _columns,
                Floor = GemmTileTable<T>.NoFloor,
            };
            for (var tap = 0; tap < _taps; tap++)
            {
                tile.A = strands + _layout.Offset(tap) + k;
                tile.C = sums + (long)tap * _rows * _columns;
                tile.Start = fresh && block == 0 ? null : tile.C;
                WindowTiles<T>.Column(GemmTileKind.Rows, rows, panel, tile);
            }
        }
    }

    /// <summary>Adds the sums of one group up, and writes them in the order of the weights.</summary>
    private void Total(int group, T* sums, T* w)
    {
        var total = new Span<T>(sums + group * SumSize, (int)SumSize);
        for (var sum = 1; sum < _sums; sum++) TensorPrimitives.Add(total, new ReadOnlySpan<T>(sums + ((long)sum * _groups + group) * SumSize, (int)SumSize), total);
        var (later, depth) = (_layout.Later, _rows * _taps);
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
