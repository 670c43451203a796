using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The gradient of recurrent weights: one product over all steps.</summary>
internal static class RecurrentWeightGradient
{
    /// <summary>dW = Σ dᵀ·h' with h' the state before each step: the start's, then all outputs but the last.</summary>
    /// <param name="plan">The extents.</param>
    /// <param name="d">The gradients of some sums of each step.</param>
    /// <param name="columns">How many sums.</param>
    /// <param name="stride">From those of one sequence to those of the next.</param>
    /// <param name="hidden">The state at the start.</param>
    /// <param name="output">The state after each step.</param>
    /// <param name="dw">The gradient, to be filled.</param>
    public static void Run<T>(RecurrentPlan plan, ReadOnlySpan<T> d, int columns, int stride, ReadOnlySpan<T> hidden, ReadOnlySpan<T> output, Span<T> dw)
        where T : unmanaged, INumber<T>
    {
        if (plan.Batch == 0)
        {
            dw.Clear();
            return;
        }
        var shape = new GemmShape(columns, plan.Hidden, plan.Batch, true, false) { StrideA = stride };
        Gemm.Run(shape, d[(plan.Step(0) * plan.Batch * stride)..], hidden, dw);
        if (plan.Steps == 1) return;
        var (from, before) = plan.Backwards ? (0, plan.Batch) : (plan.Batch, 0);
        Gemm.Add(shape with { K = plan.Rows - plan.Batch }, d[(from * stride)..], output.Slice(before * plan.Hidden, (plan.Rows - plan.Batch) * plan.Hidden), dw);
    }
}
