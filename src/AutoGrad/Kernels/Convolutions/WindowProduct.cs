using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>What a convolution and its transpose in the input do alike: each result is a row of numbers times the patch that its window reads.</summary>
internal sealed unsafe class WindowProduct<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // the strands of a chunk stay in the second-level cache; a block of steps of one tile in the first
    private const int MostBytes = 512 * 1024, MostSteps = 256;

    // enough chunks for the threads of today; more would only copy borders twice
    private const int EnoughChunks = 16;

    private readonly WindowLayout _layout;
    private readonly int _batch, _groups, _results, _slabs, _parts, _sets, _depth, _stride;
    private readonly int[] _target;

    /// <param name="axes">How windows lie along each axis.</param>
    /// <param name="batch">Number of images.</param>
    /// <param name="groups">Parts of the channels.</param>
    /// <param name="sources">Channels of a group of the source.</param>
    /// <param name="results">Channels of a group of the result.</param>
    /// <param name="target">Extents of a channel of the result.</param>
    public WindowProduct(WindowAxis[] axes, int batch, int groups, int sources, int results, int[] target)
    {
        (_batch, _groups, _results, _target) = (batch, groups, results, target);
        var images = WindowBatches.Images(axes, batch, WindowTiles<T>.Lanes);
        _layout = new WindowLayout(axes, sources, images, axes[0].Count, sizeof(T));
        _sets = (batch + images - 1) / images;
        if (images == 1)
        {
            var wanted = Math.Max((_layout.Size * sizeof(T) + MostBytes - 1) / MostBytes, (EnoughChunks + batch * (long)groups - 1) / (batch * (long)groups));
            var rows = (int)((axes[0].Count + wanted - 1) / wanted);
            // a slab of fewer windows than a tile wastes it
            rows = Math.Min(axes[0].Count, Math.Max(rows, (WindowTiles<T>.Columns + _layout.Row - 1) / _layout.Row));
            _slabs = (axes[0].Count + rows - 1) / rows;
            rows = (axes[0].Count + _slabs - 1) / _slabs;
            _slabs = (axes[0].Count + rows - 1) / rows;
            if (_slabs > 1) _layout = new WindowLayout(axes, sources, 1, rows, sizeof(T));
        }
        else _slabs = 1;
        var chunks = (long)_sets * _groups * _slabs;
        _parts = (int)Math.Clamp((EnoughChunks + chunks - 1) / chunks, 1, Math.Max(1, results / (2 * GemmTileTable<T>.MostRows)));
        _depth = _layout.Depth;
        // an odd number of cache lines again
        _stride = ((_depth * sizeof(T) + 63) / 64 | 1) * 64 / sizeof(T);
    }

    /// <summary>The result's numbers that no window makes are left as they are.</summary>
    /// <param name="x">The source.</param>
    /// <param name="w">The weights.</param>
    /// <param name="kernel">Their taps along each axis.</param>
    /// <param name="transposed">The weights' first axis is that of the source.</param>
    /// <param name="bias">What each channel of the result starts from; null for nothing.</param>
    /// <param name="y">The result.</param>
    public void Run(T* x, T* w, int[] kernel, bool transposed, T* bias, T* y)
    {
        var columns = WindowTiles<T>.Columns;
        using var rows = new Scratch<T>((long)_groups * _results * _stride);
        using var start = new Scratch<T>(bias == null ? 0 : (long)_groups * _results * columns);
        using var offsets = new Scratch<nint>(_depth);
        Arrange(w, kernel, transposed, rows.Pointer);
        if (bias != null)
            for (var i = 0; i < _groups * _results; i++) new Span<T>(start.Pointer + (long)i * columns, columns).Fill(bias[i]);
        _layout.WriteOffsets(new Span<nint>(offsets.Pointer, _depth));
        ForkJoin.Run(_sets * _groups * _slabs * _parts, new Chunks(this, x, rows.Pointer, offsets.Pointer, bias == null ? null : start.Pointer, y));
    }

    /// <summary>One row of weights for each channel of the result, in the order of the offsets.</summary>
    private void Arrange(T* w, int[] kernel, bool transposed, T* rows)
    {
        var all = 1;
        foreach (var extent in kernel) all *= extent;
        var taps = _layout.Taps(kernel);
        var sources = _layout.Channels;
        for (var g = 0; g < _groups; g++)
            for (var r = 0; r < _results; r++, rows += _stride)
                for (var c = 0; c < sources; c++)
                {
                    var from = w + (transposed ? ((long)g * sources + c) * _results + r : ((long)g * _results + r) * sources + c) * all;
                    for (var t = 0; t < taps.Length; t++) rows[c * taps.Length + t] = from[taps[t]];
                }
    }

    private readonly struct Chunks(WindowProduct<T> product, T* x, T* rows, nint* offsets, T* start, T* y) : IChunkedWork
    {
        public void Run(int chunk) => product.Run(chunk, x, rows, offsets, start, y);
    }

    private void Run(int chunk, T* x, T* rows, nint* offsets, T* start, T* y)
    {
        (chunk, var part) = Math.DivRem(chunk, _parts);
        (chunk, var slab) = Math.DivRem(chunk, _slabs);
        var (set, group) = Math.DivRem(chunk, _groups);
        var image = set * _layout.Images;
        var images = Math.Min(_layout.Images, _batch - image);
        var row = slab * _layout.Rows;
        var slabRows = Math.Min(_layout.Rows, _layout.Axes[0].Count - row);
        var (first, end) = ((int)((long)_results * part / _parts), (int)((long)_results * (part + 1) / _parts));
        using var strands = new Scratch<T>(_layout.Size + WindowTiles<T>.Columns);
        var plane = (long)_layout.Channels * _layout.Plane;
        WindowCopy.Run(_layout, _layout.Channels, x + (image * (long)_groups + group) * plane, _groups * plane, images, row, slabRows, strands.Pointer);
        new Span<T>(strands.Pointer + _layout.Size, WindowTiles<T>.Columns).Clear();
        var channel = group * _results + first;
        rows += (long)channel * _stride;
        if (start != null) start += (long)channel * WindowTiles<T>.Columns;
        var target = Product(_target);
        y += ((long)image * _groups * _results + channel) * target;
        if (images == 1 && WindowScatter.IsDense(_layout.Axes))
        {
            Multiply(rows, end - first, strands.Pointer, slabRows * _layout.Row, offsets, start, y + (long)row * _layout.Row, target);
            return;
        }
        var columns = images * slabRows * _layout.Row;
        using var results = new Scratch<T>((long)(end - first) * columns);
        Multiply(rows, end - first, strands.Pointer, columns, offsets, start, results.Pointer, columns);
        for (var r = 0; r < end - first; r++)
            for (var i = 0; i < images; i++)
                WindowScatter.Run(_layout.Axes, _target, row, slabRows, results.Pointer + (long)r * columns + i * slabRows * _layout.Row, y + ((long)i * _groups * _results + r) * target);
    }

    private void Multiply(T* rows, int count, T* strands, int columns, nint* offsets, T* start, T* y, long stride)
    {
        var blocks = (_depth + MostSteps - 1) / MostSteps;
        for (var block = 0; block < blocks; block++)
        {
            var (k, end) = ((int)((long)_depth * block / blocks), (int)((long)_depth * (block + 1) / blocks));
            var tile = new GemmTileArguments<T> { K = end - k, A = rows + k, StrideA = _stride, Offsets = offsets + k, StrideC = (nint)stride, Floor = GemmTileTable<T>.NoFloor };
            for (var column = 0; column < columns; column += WindowTiles<T>.Columns)
            {
                tile.B = strands + column;
                tile.C = y + column;
                tile.Start = block > 0 ? tile.C : start;
                tile.StrideStart = block > 0 ? (nint)stride : WindowTiles<T>.Columns;
                WindowTiles<T>.Column(GemmTileKind.Offsets, count, Math.Min(columns - column, WindowTiles<T>.Columns), tile);
            }
        }
    }

    private static int Product(int[] extents)
    {
        var product = 1;
        foreach (var extent in extents) product *= extent;
        return product;
    }
}
