namespace AutoGrad.Kernels;

/// <summary>A kernel of two operands over spans of one length.</summary>
internal interface IBinaryKernel<T, R>
{
    void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<R> z);
}

/// <summary>Drives kernels of equal-length spans over operands that broadcast.</summary>
internal static class Broadcasting
{
    // long enough to hide the call, short enough to stay in the first-level cache
    private const int Block = 256;

    /// <summary>z = f(x, y) with numpy's broadcasting; the shapes are known to fit.</summary>
    /// <param name="xExtents">Extents of the first operand.</param>
    /// <param name="yExtents">Extents of the second operand.</param>
    /// <param name="zExtents">Extents of the output.</param>
    /// <param name="x">The first operand.</param>
    /// <param name="y">The second operand.</param>
    /// <param name="z">The output, to be filled.</param>
    /// <param name="kernel">Computes a run.</param>
    /// <param name="splits">Whether the kernel may run on several threads at once: a large output is then computed in chunks on the pool.</param>
    public static unsafe void Run<T, R, TKernel>(
        ReadOnlySpan<int> xExtents, ReadOnlySpan<int> yExtents, ReadOnlySpan<int> zExtents,
        ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<R> z, TKernel kernel, bool splits = false)
        where T : unmanaged where R : unmanaged where TKernel : struct, IBinaryKernel<T, R>
    {
        if (z.IsEmpty) return;
        if (!splits || z.Length <= ElementChunks.Size)
        {
            Part(xExtents, yExtents, zExtents, x, y, z, kernel, 0);
            return;
        }
        fixed (int* xe = xExtents, ye = yExtents, ze = zExtents)
        fixed (T* first = x, second = y)
        fixed (R* to = z)
        {
            var work = new Chunks<T, R, TKernel>(new(xe, xExtents.Length), new(ye, yExtents.Length), new(ze, zExtents.Length),
                new(first, x.Length), new(second, y.Length), new(to, z.Length), kernel);
            ForkJoin.Run(ElementChunks.Count(z.Length), work);
        }
    }

    /// <summary>The part of the output that begins at a position, into the whole of z.</summary>
    private static void Part<T, R, TKernel>(
        ReadOnlySpan<int> xExtents, ReadOnlySpan<int> yExtents, ReadOnlySpan<int> zExtents,
        ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<R> z, TKernel kernel, int start)
        where T : unmanaged where TKernel : struct, IBinaryKernel<T, R>
    {
        var plan = new BroadcastPlan(zExtents, 2, stackalloc int[4 * (zExtents.Length + 1)]);
        plan.Add(0, xExtents);
        plan.Add(1, yExtents);
        plan.Collapse();
        Span<int> at = [0, 0];
        Span<T> block = stackalloc T[Math.Min(plan.Run, Block)];
        var (run, xRepeats, yRepeats) = (plan.Run, plan.Repeats(0) && plan.Run > 1, plan.Repeats(1) && plan.Run > 1);
        var skip = plan.Seek(start, at);
        while (true)
        {
            var n = Math.Min(run - skip, z.Length);
            var target = z[..n];
            if (xRepeats) RepeatFirst(x[at[0]], y.Slice(at[1] + skip, n), target, block, kernel);
            else if (yRepeats) RepeatSecond(x.Slice(at[0] + skip, n), y[at[1]], target, block, kernel);
            else kernel.Run(x.Slice(at[0] + skip, n), y.Slice(at[1] + skip, n), target);
            z = z[n..];
            if (z.IsEmpty) return;
            skip = 0;
            plan.Next(at);
        }
    }

    // spans cannot be stored; the memory behind these pointers is pinned while the chunks run
    private readonly unsafe struct Pinned<T>(T* start, int length) where T : unmanaged
    {
        public int Length => length;

        public Span<T> Span => new(start, length);
    }

    private readonly struct Chunks<T, R, TKernel>(
        Pinned<int> xExtents, Pinned<int> yExtents, Pinned<int> zExtents, Pinned<T> x, Pinned<T> y, Pinned<R> z, TKernel kernel) : IChunkedWork
        where T : unmanaged where R : unmanaged where TKernel : struct, IBinaryKernel<T, R>
    {
        public void Run(int chunk)
        {
            var start = chunk * ElementChunks.Size;
            var part = z.Span.Slice(start, Math.Min(ElementChunks.Size, z.Length - start));
            Part<T, R, TKernel>(xExtents.Span, yExtents.Span, zExtents.Span, x.Span, y.Span, part, kernel, start);
        }
    }

    /// <summary>y = x repeated; the shapes are known to fit.</summary>
    public static void Expand<T>(ReadOnlySpan<int> xExtents, ReadOnlySpan<int> yExtents, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged
    {
        if (y.IsEmpty) return;
        var plan = new BroadcastPlan(yExtents, 1, stackalloc int[3 * (yExtents.Length + 1)]);
        plan.Add(0, xExtents);
        plan.Collapse();
        Span<int> at = [0];
        var (run, repeats) = (plan.Run, plan.Repeats(0));
        for (var runs = plan.Runs; runs > 0; runs--)
        {
            if (repeats) y[..run].Fill(x[at[0]]);
            else x.Slice(at[0], run).CopyTo(y);
            y = y[run..];
            plan.Next(at);
        }
    }

    private static void RepeatFirst<T, R, TKernel>(T x, ReadOnlySpan<T> y, Span<R> z, Span<T> block, TKernel kernel)
        where T : unmanaged where TKernel : struct, IBinaryKernel<T, R>
    {
        block.Fill(x);
        for (var i = 0; i < z.Length; i += block.Length)
        {
            var n = Math.Min(block.Length, z.Length - i);
            kernel.Run(block[..n], y.Slice(i, n), z.Slice(i, n));
        }
    }

    private static void RepeatSecond<T, R, TKernel>(ReadOnlySpan<T> x, T y, Span<R> z, Span<T> block, TKernel kernel)
        where T : unmanaged where TKernel : struct, IBinaryKernel<T, R>
    {
        block.Fill(y);
        for (var i = 0; i < z.Length; i += block.Length)
        {
            var n = Math.Min(block.Length, z.Length - i);
            kernel.Run(x.Slice(i, n), block[..n], z.Slice(i, n));
        }
    }
}
