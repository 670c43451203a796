namespace AutoGrad.Kernels;

/// <summary>How the elements that windows read lie in a buffer, so that for each tap the windows, in row-major order, read a contiguous run.</summary>
/// <remarks>
/// <para>A <i>strand</i> is such a run for one channel: a copy of the image, shifted by the tap along each axis but the first and filled
/// up with zeros. Along the first axis taps share strands, as a shift by whole rows keeps a run contiguous: one strand for each
/// residue of the step. So an image is copied once for each tap along its later axes, never once for each tap of the kernel,
/// and the product reads the copies where they lie: row k of the matrix of patches begins at an offset that a table holds.</para>
/// <para>Several small images stand in one buffer; their strands follow one another, so then taps share nothing.</para>
/// </remarks>
internal sealed class WindowLayout
{
    private const int Line = 64;

    public WindowLayout(WindowAxis[] axes, int channels, int images, int rows, int elementSize)
    {
        (Axes, Channels, Images, Rows) = (axes, channels, images, rows);
        (Row, Later, Plane) = (1, 1, axes[0].Source);
        foreach (var axis in axes.AsSpan(1)) (Row, Later, Plane) = (Row * axis.Count, Later * axis.Starts.Length, Plane * axis.Source);
        var taps = axes[0].Starts;
        (Strand, Shift) = (new int[taps.Length], new int[taps.Length]);
        var length = rows;
        (StrandStarts, var longest) = images == 1 ? Shared(axes[0], Strand, Shift) : (taps, 0);
        if (images > 1 || (long)StrandStarts.Length * (rows + longest) > (long)taps.Length * rows)
        {
            StrandStarts = taps;
            for (var t = 0; t < taps.Length; t++) (Strand[t], Shift[t]) = (t, 0);
        }
        else length += longest;
        Length = length;
        // an odd number of cache lines: the strands of several channels do not compete for the same sets of the cache
        var lines = ((long)images * length * Row * elementSize + Line - 1) / Line | 1;
        Stride = lines * Line / elementSize;
    }

    public WindowAxis[] Axes { get; }

    public int Channels { get; }

    /// <summary>Images side by side.</summary>
    public int Images { get; }

    /// <summary>Windows along the first axis.</summary>
    public int Rows { get; }

    /// <summary>Elements along the first axis of a strand.</summary>
    public int Length { get; }

    /// <summary>Windows that differ in the later axes only.</summary>
    public int Row { get; }

    /// <summary>Taps of the later axes together.</summary>
    public int Later { get; }

    /// <summary>Elements of a channel of the source.</summary>
    public int Plane { get; }

    /// <summary>The strand of each tap of the first axis.</summary>
    public int[] Strand { get; }

    /// <summary>How many rows into its strand each tap of the first axis begins.</summary>
    public int[] Shift { get; }

    /// <summary>What each strand of the first axis begins with.</summary>
    public int[] StrandStarts { get; }

    /// <summary>From one strand to the next.</summary>
    public long Stride { get; }

    /// <summary>Rows of patches: channels and taps.</summary>
    public int Depth => Channels * Strand.Length * Later;

    /// <summary>Elements of the strands.</summary>
    public long Size => StrandStarts.Length * (long)Channels * Later * Stride;

    /// <summary>Where the patches' rows of one tap of the first axis begin: those of the channels and later taps follow <see cref="Stride"/> apart.</summary>
    public long Offset(int tap) => Strand[tap] * (long)Channels * Later * Stride + (long)Shift[tap] * Row;

    /// <summary>Where each row of patches begins, in the order of the weights: channel, then taps.</summary>
    public void WriteOffsets(Span<nint> offsets)
    {
        var k = 0;
        for (var c = 0; c < Channels; c++)
            for (var t = 0; t < Strand.Length; t++)
                for (var later = 0; later < Later; later++) offsets[k++] = (nint)(Offset(t) + (c * (long)Later + later) * Stride);
    }

    /// <summary>Which tap of the whole kernel each is, in the order of the rows of patches.</summary>
    public int[] Taps(int[] kernel)
    {
        int[] taps = [0];
        for (var axis = 0; axis < kernel.Length; axis++)
        {
            var own = Axes[axis].Taps;
            var next = new int[taps.Length * own.Length];
            for (var i = 0; i < next.Length; i++) next[i] = taps[i / own.Length] * kernel[axis] + own[i % own.Length];
            taps = next;
        }
        return taps;
    }

    /// <summary>Sorts taps into strands; also tells how many rows longer than the windows the longest strand is.</summary>
    private static (int[] Starts, int Longest) Shared(WindowAxis axis, int[] strand, int[] shift)
    {
        var starts = new List<int>();
        for (var t = 0; t < strand.Length; t++)
        {
            // taps go forward along the axis in one direction, so the first or the last of a strand is its start
            var of = 0;
            while (of < starts.Count && (axis.Starts[t] - (long)starts[of]) % axis.Step != 0) of++;
            if (of == starts.Count) starts.Add(axis.Starts[t]);
            else starts[of] = Math.Min(starts[of], axis.Starts[t]);
            strand[t] = of;
        }
        var longest = 0;
        for (var t = 0; t < strand.Length; t++)
        {
            shift[t] = (axis.Starts[t] - starts[strand[t]]) / axis.Step;
            longest = Math.Max(longest, shift[t]);
        }
        return ([.. starts], longest);
    }
}
