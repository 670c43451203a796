namespace AutoGrad.Kernels;

/// <summary>Takes each element from one of two operands, by a third that says which.</summary>
internal static class Selection
{
    /// <summary>z = condition ? x : y with numpy's broadcasting of all three; the shapes are known to fit.</summary>
    public static void Run<T>(
        ReadOnlySpan<int> conditionExtents, ReadOnlySpan<int> xExtents, ReadOnlySpan<int> yExtents, ReadOnlySpan<int> zExtents,
        ReadOnlySpan<bool> condition, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged
    {
        if (z.IsEmpty) return;
        var plan = new BroadcastPlan(zExtents, 3, stackalloc int[5 * (zExtents.Length + 1)]);
        plan.Add(0, conditionExtents);
        plan.Add(1, xExtents);
        plan.Add(2, yExtents);
        plan.Collapse();
        Span<int> at = [0, 0, 0];
        var run = plan.Run;
        var (conditionRun, xRun, yRun) = (plan.Repeats(0) ? 1 : run, plan.Repeats(1) ? 1 : run, plan.Repeats(2) ? 1 : run);
        for (var runs = plan.Runs; runs > 0; runs--)
        {
            var c = condition.Slice(at[0], conditionRun);
            var from = x.Slice(at[1], xRun);
            var other = y.Slice(at[2], yRun);
            if (c.Length == run) Choose(c, from, other, z[..run]);
            else Copy(c[0] ? from : other, z[..run]);
            z = z[run..];
            plan.Next(at);
        }
    }

    // x and y are as long as z, or one element that repeats
    private static void Choose<T>(ReadOnlySpan<bool> condition, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
    {
        var (xStep, yStep) = (x.Length == z.Length ? 1 : 0, y.Length == z.Length ? 1 : 0);
        for (var i = 0; i < z.Length; i++) z[i] = condition[i] ? x[i * xStep] : y[i * yStep];
    }

    private static void Copy<T>(ReadOnlySpan<T> x, Span<T> z)
    {
        if (x.Length == z.Length) x.CopyTo(z);
        else z.Fill(x[0]);
    }
}
