using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
    private static void Choose<T>(ReadOnlySpan<bool> condition, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged
    {
        var (xStep, yStep) = (x.Length == z.Length ? 1 : 0, y.Length == z.Length ? 1 : 0);
        var i = 0;
        if (Vector128.IsHardwareAccelerated && Unsafe.SizeOf<T>() == 4)
            for (; i <= z.Length - 16; i += 16)
            {
                var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref Unsafe.As<bool, byte>(ref MemoryMarshal.GetReference(condition)), (nuint)i));
                var (first, second) = Vector128.Widen(low);
                var (third, fourth) = Vector128.Widen(high);
                Four(first, x, xStep, y, yStep, z, i);
                Four(second, x, xStep, y, yStep, z, i + 4);
                Four(third, x, xStep, y, yStep, z, i + 8);
                Four(fourth, x, xStep, y, yStep, z, i + 12);
            }
        for (; i < z.Length; i++) z[i] = condition[i] ? x[i * xStep] : y[i * yStep];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<T>(Vector128<uint> condition, ReadOnlySpan<T> x, int xStep, ReadOnlySpan<T> y, int yStep, Span<T> z, int i) where T : unmanaged =>
        Vector128.ConditionalSelect(Vector128.Equals(condition, Vector128<uint>.Zero), Load(y, yStep, i), Load(x, xStep, i))
            .StoreUnsafe(ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(z)), (nuint)i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Load<T>(ReadOnlySpan<T> x, int step, int i) where T : unmanaged
    {
        ref var first = ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(x));
        return step == 0 ? Vector128.Create(first) : Vector128.LoadUnsafe(ref first, (nuint)i);
    }

    private static void Copy<T>(ReadOnlySpan<T> x, Span<T> z)
    {
        if (x.Length == z.Length) x.CopyTo(z);
        else z.Fill(x[0]);
    }
}
