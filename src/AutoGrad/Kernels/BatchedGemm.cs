using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>One matrix product for each element of the batch axes, which broadcast.</summary>
internal static class BatchedGemm
{
    public static void Run<T>(
        ReadOnlySpan<int> batchA, ReadOnlySpan<int> batchB, ReadOnlySpan<int> batch, GemmShape shape,
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c) where T : unmanaged, INumber<T>
    {
        if (c.IsEmpty) return;
        var (sizeA, sizeB, sizeC) = (shape.M * shape.K, shape.K * shape.N, shape.M * shape.N);
        var plan = new BroadcastPlan(batch, 2, stackalloc int[4 * (batch.Length + 1)]);
        plan.Add(0, batchA);
        plan.Add(1, batchB);
        plan.Collapse();
        Span<int> at = [0, 0];
        var (run, stepA, stepB) = (plan.Run, plan.Repeats(0) ? 0 : 1, plan.Repeats(1) ? 0 : 1);
        for (var runs = plan.Runs; runs > 0; runs--)
        {
            for (var i = 0; i < run; i++)
            {
                Gemm.Run(shape, a.Slice((at[0] + i * stepA) * sizeA, sizeA), b.Slice((at[1] + i * stepB) * sizeB, sizeB), c[..sizeC]);
                c = c[sizeC..];
            }
            plan.Next(at);
        }
    }
}
