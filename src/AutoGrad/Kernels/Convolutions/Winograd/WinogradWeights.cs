using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>The transformed weights: for each product a matrix [sources, results] in panels as wide as a tile of the matrix product.</summary>
/// <param name="groups">Parts of the channels.</param>
/// <param name="sources">Channels of a group of what windows read.</param>
/// <param name="results">Channels of a group of what they make.</param>
internal readonly unsafe struct WinogradWeights(int groups, int sources, int results)
{
    private static int Lanes => WindowTiles<float>.Lanes;

    /// <summary>Results up to the next whole vector.</summary>
    public int Padded { get; } = (results + Lanes - 1) / Lanes * Lanes;

    // an odd number of vectors: the products do not compete for the same sets of the cache
    /// <summary>From one product to the next.</summary>
    public long Stride => ((long)sources * Padded / Lanes | 1) * Lanes;

    /// <summary>Numbers of all groups.</summary>
    public long Size => groups * GroupSize;

    public long GroupSize => WinogradTransform.Products * Stride;

    /// <summary>Where the panel of a column begins, a multiple of two vectors, in one product.</summary>
    public long Panel(int column) => (long)column * sources;

    /// <summary>Vectors of a row of that panel.</summary>
    public int PanelVectors(int column) => Math.Min(2, (Padded - column) / Lanes);

    /// <summary>Fills it.</summary>
    /// <param name="w">The weights, [groups · results, sources, 3, 3]; transposed [groups · sources, results, 3, 3], the windows turned.</param>
    /// <param name="transposed">How they lie.</param>
    /// <param name="to">The panels.</param>
    public void Fill(float* w, bool transposed, float* to) => ForkJoin.Run(groups * (Padded / Lanes), new Work(this, w, transposed, to));

    private readonly struct Work(WinogradWeights weights, float* w, bool transposed, float* to) : IChunkedWork
    {
        public void Run(int chunk)
        {
            var (group, column) = Math.DivRem(chunk, weights.Padded / Lanes);
            if (Vector512.IsHardwareAccelerated) weights.Fill<WideSingle>(group, column * Lanes, w, transposed, to);
            else weights.Fill<NativeSingle>(group, column * Lanes, w, transposed, to);
        }
    }

    private void Fill<V>(int group, int column, float* w, bool transposed, float* to) where V : struct, ILanes<V>
    {
        const int Taps = WinogradTransform.Taps * WinogradTransform.Taps;
        int lanes = V.Count, lines = Math.Min(lanes, results - column), panel = column / (2 * lanes) * 2 * lanes, width = PanelVectors(panel) * lanes;
        var all = (long)groups * sources * results * Taps;
        using var memory = new Scratch<float>((WinogradTransform.Products + (transposed ? Math.Max(Taps, lanes) : (long)sources * Taps)) * lanes);
        float* room = memory.Pointer, turned = room + WinogradTransform.Products * lanes;
        to += group * GroupSize + Panel(panel) + column - panel;
        w += transposed ? ((long)group * sources * results + column) * Taps : ((long)group * results + column) * sources * Taps;
        all -= transposed ? ((long)group * sources * results + column) * Taps : ((long)group * results + column) * sources * Taps;
        if (!transposed) WindowTiles<float>.Transpose(w, (long)sources * Taps, lines, sources * Taps, turned, lanes);
        for (var s = 0; s < sources; s++, to += width)
        {
            if (!transposed)
            {
                WinogradTransform.Weight<V>(turned + (long)s * Taps * lanes, lanes, to, (nint)Stride, room);
                continue;
            }
            // a block is read beyond the taps, into the next window; not beyond the last
            var at = (long)s * results * Taps;
            var wide = lanes > Taps && at + (lines - 1L) * Taps + lanes <= all;
            if (wide) GemmTileTable<float>.Transpose(w + at, Taps, lines, turned, lanes);
            else
                for (var t = 0; t < Taps; t++)
                    for (var i = 0; i < lanes; i++) turned[t * lanes + i] = i < lines ? w[at + i * Taps + t] : 0;
            WinogradTransform.Weight<V>(turned + (Taps - 1) * lanes, -lanes, to, (nint)Stride, room);
        }
    }
}
