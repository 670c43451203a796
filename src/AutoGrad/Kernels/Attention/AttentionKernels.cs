using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Attention softmax(scale · Q·Kᵀ)·V of many heads, a block of queries at a time; the scores are never all held.</summary>
/// <remarks>
/// The gradient computes the scores again from the logarithm of each row's sum, as Dao et al., "FlashAttention: fast and
/// memory-efficient exact attention with IO-awareness", 2022, do. A chunk is a head, or some of its queries where there are few heads.
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
        {
            var parts = plan.GradientParts;
            var size = (nint)plan.Keys * (plan.Features + plan.Values);
            using var held = new Scratch<T>(parts == 1 ? 1 : plan.Matrices * parts * size);
            ForkJoin.Run(plan.Matrices * parts, new GradientWork<T>(plan, parts, upstream, queries, keys, values, sums, ofQueries, ofKeys, ofValues, held.Pointer));
            if (parts > 1) ForkJoin.Run(plan.Matrices * plan.Blocks, new JoinWork<T>(plan, parts, held.Pointer, ofKeys, ofValues));
        }
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
            var (matrix, (start, end)) = (chunk / plan.Parts, plan.Part(chunk % plan.Parts, plan.Parts));
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

    private readonly struct GradientWork<T>(AttentionPlan plan, int parts, T* g, T* q, T* k, T* v, T* logSums, T* dq, T* dk, T* dv, T* copies) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var (matrix, (start, end)) = (chunk / parts, plan.Part(chunk % parts, parts));
            T* ofKeys = dk + plan.Start(plan.K, matrix), ofValues = dv + plan.Start(plan.V, matrix);
            var (strideOfKeys, strideOfValues) = (plan.K.Row, plan.V.Row);
            if (parts > 1)
            {
                ofKeys = copies + (nint)chunk * plan.Keys * (plan.Features + plan.Values);
                ofValues = ofKeys + (nint)plan.Keys * plan.Features;
                (strideOfKeys, strideOfValues) = (plan.Features, plan.Values);
            }
            var keys = start == end ? 0 : plan.Visible(end - 1);
            for (var r = keys; r < plan.Keys; r++)
            {
                new Span<T>(ofKeys + (nint)r * strideOfKeys, plan.Features).Clear();
                new Span<T>(ofValues + (nint)r * strideOfValues, plan.Values).Clear();
            }
            if (keys == 0) return;
            var stride = AttentionPlan.Stride(keys);
            using var held = new Scratch<T>((plan.Features + plan.Values + 2 * plan.BlockRows) * (long)stride + 3 * AttentionPlan.Gap);
            T* columnsOfK = held.Pointer, columnsOfV = columnsOfK + (nint)plan.Features * stride + AttentionPlan.Gap;
            T* scores = columnsOfV + (nint)plan.Values * stride + AttentionPlan.Gap, slopes = scores + (nint)plan.BlockRows * stride + AttentionPlan.Gap;
            ScaledColumns(plan, k + plan.Start(plan.K, matrix), keys, columnsOfK, stride);
            TransposedRows.Copy(v + plan.Start(plan.V, matrix), plan.V.Row, keys, plan.Values, columnsOfV, stride);
            // the last block sees all keys that any sees: the others add to what it writes
            var last = start + (end - start - 1) / plan.BlockRows * plan.BlockRows;
            for (var first = last; first >= start; first -= plan.BlockRows)
            {
                var rows = Math.Min(plan.BlockRows, end - first);
                Block(matrix, first, rows, columnsOfK, columnsOfV, stride, scores, slopes);
                var (seen, distance) = (plan.Visible(first + rows - 1), AttentionPlan.Stride(plan.Visible(first + rows - 1)));
                Multiply(seen, plan.Values, rows, scores, distance, true, g + plan.Start(plan.Y, matrix) + (nint)first * plan.Y.Row, plan.Y.Row, ofValues, strideOfValues, add: first < last);
                Multiply(seen, plan.Features, rows, slopes, distance, true, q + plan.Start(plan.Q, matrix) + (nint)first * plan.Q.Row, plan.Q.Row, ofKeys, strideOfKeys, add: first < last);
            }
        }

        /// <summary>The softmax p of some queries' scores, its gradient as that of the scores, and the gradient of the queries.</summary>
        private void Block(int matrix, int first, int rows, T* columnsOfK, T* columnsOfV, int strideOfColumns, T* p, T* dp)
        {
            var keys = plan.Visible(first + rows - 1);
            var stride = AttentionPlan.Stride(keys);
            var atQ = plan.Start(plan.Q, matrix) + (nint)first * plan.Q.Row;
            Multiply(rows, keys, plan.Features, q + atQ, plan.Q.Row, false, columnsOfK, strideOfColumns, p, stride);
            Multiply(rows, keys, plan.Values, g + plan.Start(plan.Y, matrix) + (nint)first * plan.Y.Row, plan.Y.Row, false, columnsOfV, strideOfColumns, dp, stride);
            Rows(plan, first, rows, stride).Slopes(p, dp, logSums + (nint)matrix * plan.Queries + first, plan.Scale);
            Multiply(rows, plan.Features, keys, dp, stride, false, k + plan.Start(plan.K, matrix), plan.K.Row, dq + atQ, plan.Q.Row);
        }
    }

    /// <summary>Adds up what the parts of a head have for its keys and values, some rows at a time.</summary>
    private readonly struct JoinWork<T>(AttentionPlan plan, int parts, T* copies, T* dk, T* dv) : IChunkedWork where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var matrix = chunk / plan.Blocks;
            var rows = (plan.Keys - 1) / plan.Blocks + 1;
            var size = (nint)plan.Keys * (plan.Features + plan.Values);
            var all = copies + matrix * parts * size;
            for (var r = chunk % plan.Blocks * rows; r < Math.Min(plan.Keys, (chunk % plan.Blocks + 1) * rows); r++)
            {
                Row(all + (nint)r * plan.Features, size, plan.Features, dk + plan.Start(plan.K, matrix) + (nint)r * plan.K.Row);
                Row(all + (nint)plan.Keys * plan.Features + (nint)r * plan.Values, size, plan.Values, dv + plan.Start(plan.V, matrix) + (nint)r * plan.V.Row);
            }
        }

        private void Row(T* copy, nint size, int columns, T* y)
        {
            var sum = new Span<T>(y, columns);
            new ReadOnlySpan<T>(copy, columns).CopyTo(sum);
            for (var part = 1; part < parts; part++) TensorPrimitives.Add(sum, new ReadOnlySpan<T>(copy + part * size, columns), sum);
        }
    }
}
