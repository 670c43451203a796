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
    public static void Run<T, R, TKernel>(
        ReadOnlySpan<int> xExtents, ReadOnlySpan<int> yExtents, ReadOnlySpan<int> zExtents,
        ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<R> z, TKernel kernel)
        where T : unmanaged where TKernel : struct, IBinaryKernel<T, R>
    {
        if (z.IsEmpty) return;
        var plan = new BroadcastPlan(zExtents, 2, stackalloc int[4 * (zExtents.Length + 1)]);
        plan.Add(0, xExtents);
        plan.Add(1, yExtents);
        plan.Collapse();
        Span<int> at = [0, 0];
        Span<T> block = stackalloc T[Math.Min(plan.Run, Block)];
        var (run, xRepeats, yRepeats) = (plan.Run, plan.Repeats(0) && plan.Run > 1, plan.Repeats(1) && plan.Run > 1);
        for (var runs = plan.Runs; runs > 0; runs--)
        {
            var target = z[..run];
            if (xRepeats) RepeatFirst(x[at[0]], y.Slice(at[1], run), target, block, kernel);
            else if (yRepeats) RepeatSecond(x.Slice(at[0], run), y[at[1]], target, block, kernel);
            else kernel.Run(x.Slice(at[0], run), y.Slice(at[1], run), target);
            z = z[run..];
            plan.Next(at);
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
