using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Attention softmax(scale · Q·Kᵀ)·V of many heads, a block of queries at a time; the scores are never all held.</summary>
/// <remarks>
/// The gradient computes the scores again from the logarithm of each row's sum, as Dao et al., "FlashAttention: fast and
/// memory-efficient exact attention with IO-awareness", 2022, do. Forward, a chunk is some queries of a head; backward, a head.
/// </remarks>
internal static unsafe class AttentionKernels
{
    /// <summary>The result, and for each query the logarithm of the sum of its exponentials.</summary>
    public static void Forward<T>(AttentionPlan plan, ReadOnlySpan<T> q, ReadOnlySpan<T> k, ReadOnlySpan<T> v, Span<T> y, Span<T> logSums) where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* queries = q, keys = k, values = v, result = y, sums = logSums)
            ForkJoin.Run(plan.Matrices * plan.Parts, new ForwardWork<T>(plan, queries, keys, values, result, sums));
    }

    /// <summary>dQ = scale · dS·K, dK = scale · dSᵀ·Q, dV = Pᵀ·g with P the softmax, dP = g·Vᵀ and dS = P (dP − Σ P dP).</summary>
    public static void Gradient<T>(
        AttentionPlan plan, ReadOnlySpan<T> g, ReadOnlySpan<T> q, ReadOnlySpan<T> k, ReadOnlySpan<T> v, ReadOnlySpan<T> logSums, Span<T> dq, Span<T> dk, Span<T> dv)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* upstream = g, queries = q, keys = k, values = v, sums = logSums, ofQueries = dq, ofKeys = dk, ofValues = dv)
            ForkJoin.Run(plan.Matrices, new GradientWork<T>(plan, upstream, queries, keys, values, sums, ofQueries, ofKeys, ofValues));
    }

    /// <summary>c = a·b, for matrices that lie in rows; with <paramref name="add"/> c += a·b.</summary>
    private static void Multiply<T>(int m, int n, int k, T* a, int strideA, bool transposeA, T* b, int strideB, T* c, int strideC, bool add = false) where T : unmanaged, INumber<T> =>
        Gemm.RunAlone(new GemmProblem<T>
        {
            Shape = new GemmShape(m, n, k, transposeA, false) { StrideA = strideA, StrideB = strideB, StrideC = strideC },
            A = a,
            B = b,
            C = c,
            Start = add ? GemmStart.Result : GemmStart.Zero,
        });

    /// <summary>The keys as columns, for the blocks of queries to share, with the scale in them.</summary>
    private static void ScaledColumns<T>(AttentionPlan plan, T* k, int keys, T* columns, int stride) where T : unmanaged, INumber<T>
    {
        TransposedRows.Copy(k, plan.K.Row, keys, plan.Features, columns, stride);
        var all = new Span<T>(columns, plan.Features * stride);
        TensorPrimitives.Multiply(all, T.CreateTruncating(plan.Scale), all);
    }

    /// <summary>The rows of a block of scores.</summary>
    private static ScoreRows Rows(AttentionPlan plan, int first, int rows, int stride) => new(rows, stride, plan.Visible(first), plan.Causal ? 1 : 0, plan.Keys);

    private readonly struct ForwardWork<T>(AttentionPlan plan, T* q, T* k, T* v, T* y, T* logSums) : IChunkedWork where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var (matrix, (start, end)) = (chunk / plan.Parts, plan.Part(chunk % plan.Parts));
            if (start == end) return;
            var keys = plan.Visible(end - 1);
            var stride = AttentionPlan.Stride(keys);
            using var held = new Scratch<T>((plan.Features + plan.BlockRows) * (long)stride + 2 * plan.BlockRows + AttentionPlan.Gap);
            ScaledColumns(plan, k + plan.Start(plan.K, matrix), keys, held.Pointer, stride);
            for (var first = start; first < end; first += plan.BlockRows)
                Block(matrix, first, Math.Min(plan.BlockRows, end - first), held.Pointer, stride, held.Pointer + (nint)plan.Features * stride + AttentionPlan.Gap);
        }

        private void Block(int matrix, int first, int rows, T* columns, int strideOfColumns, T* scores)
        {
            var keys = plan.Visible(first + rows - 1);
            var stride = AttentionPlan.Stride(keys);
            T* max = scores + (nint)plan.BlockRows * strideOfColumns, sums = max + plan.BlockRows, result = y + plan.Start(plan.Y, matrix) + (nint)first * plan.Y.Row;
            Multiply(rows, keys, plan.Features, q + plan.Start(plan.Q, matrix) + (nint)first * plan.Q.Row, plan.Q.Row, false, columns, strideOfColumns, scores, stride);
            Rows(plan, first, rows, stride).Exponentials(scores, max, sums);
            Multiply(rows, plan.Values, keys, scores, stride, false, v + plan.Start(plan.V, matrix), plan.V.Row, result, plan.Y.Row);
            ScoreRows.Divide(result, plan.Y.Row, rows, plan.Values, sums);
            var kept = new Span<T>(logSums + (nint)matrix * plan.Queries + first, rows);
            Elementwise.Run(default(LogOperator), new ReadOnlySpan<T>(sums, rows), kept);
            TensorPrimitives.Add(kept, new ReadOnlySpan<T>(max, rows), kept);
        }
    }

    private readonly struct GradientWork<T>(AttentionPlan plan, T* g, T* q, T* k, T* v, T* logSums, T* dq, T* dk, T* dv) : IChunkedWork where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int matrix)
        {
            var keys = plan.Visible(plan.Queries - 1);
            var stride = AttentionPlan.Stride(keys);
            using var held = new Scratch<T>((plan.Features + plan.Values + 2 * plan.BlockRows) * (long)stride + 3 * AttentionPlan.Gap);
            T* columnsOfK = held.Pointer, columnsOfV = columnsOfK + (nint)plan.Features * stride + AttentionPlan.Gap;
            T* scores = columnsOfV + (nint)plan.Values * stride + AttentionPlan.Gap, slopes = scores + (nint)plan.BlockRows * stride + AttentionPlan.Gap;
            T* ofKeys = dk + plan.Start(plan.K, matrix), ofValues = dv + plan.Start(plan.V, matrix);
            ScaledColumns(plan, k + plan.Start(plan.K, matrix), keys, columnsOfK, stride);
            TransposedRows.Copy(v + plan.Start(plan.V, matrix), plan.V.Row, keys, plan.Values, columnsOfV, stride);
            for (var r = keys; r < plan.Keys; r++)
            {
                new Span<T>(ofKeys + (nint)r * plan.K.Row, plan.Features).Clear();
                new Span<T>(ofValues + (nint)r * plan.V.Row, plan.Values).Clear();
            }
            // the last block sees all keys that any sees: the others add to what it writes
            for (var block = plan.Blocks - 1; block >= 0; block--)
                Block(matrix, block * plan.BlockRows, columnsOfK, columnsOfV, stride, scores, slopes, add: block < plan.Blocks - 1);
        }

        private void Block(int matrix, int first, T* columnsOfK, T* columnsOfV, int strideOfColumns, T* p, T* dp, bool add)
        {
            var rows = Math.Min(plan.BlockRows, plan.Queries - first);
            var keys = plan.Visible(first + rows - 1);
            var stride = AttentionPlan.Stride(keys);
            var (atQ, atK) = (plan.Start(plan.Q, matrix) + (nint)first * plan.Q.Row, plan.Start(plan.K, matrix));
            var (atY, atV) = (plan.Start(plan.Y, matrix) + (nint)first * plan.Y.Row, plan.Start(plan.V, matrix));
            Multiply(rows, keys, plan.Features, q + atQ, plan.Q.Row, false, columnsOfK, strideOfColumns, p, stride);
            Multiply(rows, keys, plan.Values, g + atY, plan.Y.Row, false, columnsOfV, strideOfColumns, dp, stride);
            Rows(plan, first, rows, stride).Slopes(p, dp, logSums + (nint)matrix * plan.Queries + first, plan.Scale);
            Multiply(keys, plan.Values, rows, p, stride, true, g + atY, plan.Y.Row, dv + atV, plan.V.Row, add);
            Multiply(rows, plan.Features, keys, dp, stride, false, k + atK, plan.K.Row, dq + atQ, plan.Q.Row);
            Multiply(keys, plan.Features, rows, dp, stride, true, q + atQ, plan.Q.Row, dk + atK, plan.K.Row, add);
        }
    }
}
