using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Attention softmax(scale · Q·Kᵀ)·V of many heads, a block of queries at a time; the scores are never all held.</summary>
/// <remarks>
/// The gradient computes the scores again from the logarithm of each row's sum, as Dao et al., "FlashAttention: fast and
/// memory-efficient exact attention with IO-awareness", 2022, do. Forward, a chunk is a block of queries; backward, a head.
/// </remarks>
internal static unsafe class AttentionKernels
{
    /// <summary>The result, and for each query the logarithm of the sum of its exponentials.</summary>
    public static void Forward<T>(AttentionPlan plan, ReadOnlySpan<T> q, ReadOnlySpan<T> k, ReadOnlySpan<T> v, Span<T> y, Span<T> logSums) where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* queries = q, keys = k, values = v, result = y, sums = logSums)
            ForkJoin.Run(plan.Matrices * plan.Blocks, new ForwardWork<T>(plan, queries, keys, values, result, sums));
    }

    /// <summary>dQ = scale · dS·K, dK = scale · dSᵀ·Q, dV = Pᵀ·g with P the softmax, dP = g·Vᵀ and dS = P (dP − Σ P dP).</summary>
    public static void Gradient<T>(
        AttentionPlan plan, ReadOnlySpan<T> g, ReadOnlySpan<T> q, ReadOnlySpan<T> k, ReadOnlySpan<T> v, ReadOnlySpan<T> logSums, Span<T> dq, Span<T> dk, Span<T> dv)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* upstream = g, queries = q, keys = k, values = v, sums = logSums, ofQueries = dq, ofKeys = dk, ofValues = dv)
            ForkJoin.Run(plan.Matrices, new GradientWork<T>(plan, upstream, queries, keys, values, sums, ofQueries, ofKeys, ofValues));
    }

    /// <summary>c = start + a·b, for matrices that lie in rows.</summary>
    private static void Multiply<T>(int m, int n, int k, T* a, int strideA, bool transposeA, T* b, int strideB, bool transposeB, T* c, int strideC, bool add = false) where T : unmanaged, INumber<T> =>
        Gemm.RunAlone(new GemmProblem<T>
        {
            Shape = new GemmShape(m, n, k, transposeA, transposeB) { StrideA = strideA, StrideB = strideB, StrideC = strideC },
            A = a,
            B = b,
            C = c,
            Start = add ? GemmStart.Result : GemmStart.Zero,
        });

    private readonly struct ForwardWork<T>(AttentionPlan plan, T* q, T* k, T* v, T* y, T* logSums) : IChunkedWork where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var (matrix, first) = (chunk / plan.Blocks, chunk % plan.Blocks * plan.BlockRows);
            var rows = Math.Min(plan.BlockRows, plan.Queries - first);
            var keys = plan.Visible(first + rows - 1);
            var held = ArrayPool<T>.Shared.Rent(rows * keys);
            fixed (T* scores = held)
            {
                Multiply(rows, keys, plan.Features, q + plan.Start(plan.Q, matrix) + (nint)first * plan.Q.Row, plan.Q.Row, false, k + plan.Start(plan.K, matrix), plan.K.Row, true, scores, keys);
                for (var r = 0; r < rows; r++)
                {
                    logSums[(nint)matrix * plan.Queries + first + r] = Softmax(new Span<T>(scores + (nint)r * keys, keys), plan.Visible(first + r));
                }
                Multiply(rows, plan.Values, keys, scores, keys, false, v + plan.Start(plan.V, matrix), plan.V.Row, false, y + plan.Start(plan.Y, matrix) + (nint)first * plan.Y.Row, plan.Y.Row);
            }
            ArrayPool<T>.Shared.Return(held);
        }

        /// <summary>Turns the visible scores into their softmax and the others into zeros, and returns the logarithm of the sum of exponentials.</summary>
        private T Softmax(Span<T> row, int visible)
        {
            var x = row[..visible];
            var max = T.CreateTruncating(plan.Scale) * (plan.Scale < 0 ? TensorPrimitives.Min<T>(x) : TensorPrimitives.Max<T>(x));
            Exponentials(row, visible, new ScaledExp(plan.Scale, double.CreateTruncating(max)));
            var sum = LineSums.Sum<T>(x);
            TensorPrimitives.Divide(x, sum, x);
            return max + T.Log(sum);
        }
    }

    /// <summary>The exponentials of the visible elements, and zeros behind: in whole registers as far as the row reaches.</summary>
    private static void Exponentials<T>(Span<T> row, int visible, ScaledExp exp) where T : unmanaged
    {
        var whole = row[..Whole(row.Length, visible)];
        Elementwise.Run(exp, whole, whole);
        row[visible..].Clear();
    }

    private static int Whole(int length, int visible) => Math.Min(length, (visible + 15) / 16 * 16);

    private readonly struct GradientWork<T>(AttentionPlan plan, T* g, T* q, T* k, T* v, T* logSums, T* dq, T* dk, T* dv) : IChunkedWork where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int matrix)
        {
            var size = plan.BlockRows * plan.Keys;
            var held = ArrayPool<T>.Shared.Rent(2 * size);
            Clear(dk + plan.Start(plan.K, matrix), plan.K.Row, plan.Features);
            Clear(dv + plan.Start(plan.V, matrix), plan.V.Row, plan.Values);
            fixed (T* scores = held)
                for (var first = 0; first < plan.Queries; first += plan.BlockRows) Block(matrix, first, scores, scores + size);
            ArrayPool<T>.Shared.Return(held);
        }

        private void Clear(T* x, int stride, int columns)
        {
            for (var r = 0; r < plan.Keys; r++) new Span<T>(x + (nint)r * stride, columns).Clear();
        }

        private void Block(int matrix, int first, T* p, T* dp)
        {
            var rows = Math.Min(plan.BlockRows, plan.Queries - first);
            var keys = plan.Visible(first + rows - 1);
            var (atQ, atK) = (plan.Start(plan.Q, matrix) + (nint)first * plan.Q.Row, plan.Start(plan.K, matrix));
            var (atY, atV) = (plan.Start(plan.Y, matrix) + (nint)first * plan.Y.Row, plan.Start(plan.V, matrix));
            Multiply(rows, keys, plan.Features, q + atQ, plan.Q.Row, false, k + atK, plan.K.Row, true, p, keys);
            Multiply(rows, keys, plan.Values, g + atY, plan.Y.Row, false, v + atV, plan.V.Row, true, dp, keys);
            for (var r = 0; r < rows; r++)
            {
                var visible = plan.Visible(first + r);
                Row(new Span<T>(p + (nint)r * keys, keys), new Span<T>(dp + (nint)r * keys, keys), visible, logSums[(nint)matrix * plan.Queries + first + r]);
            }
            Multiply(keys, plan.Values, rows, p, keys, true, g + atY, plan.Y.Row, false, dv + atV, plan.V.Row, add: true);
            Multiply(rows, plan.Features, keys, dp, keys, false, k + atK, plan.K.Row, false, dq + atQ, plan.Q.Row);
            Multiply(keys, plan.Features, rows, dp, keys, true, q + atQ, plan.Q.Row, false, dk + atK, plan.K.Row, add: true);
        }

        private readonly struct SoftmaxSlope(double mean, double scale) : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V p, V dp) where V : struct, ILanes<V> => p * (dp - V.Constant(mean)) * V.Constant(scale);
        }

        /// <summary>Scores become their softmax, its gradient that of the products Q·Kᵀ.</summary>
        private void Row(Span<T> p, Span<T> dp, int visible, T logSum)
        {
            Exponentials(p, visible, new ScaledExp(plan.Scale, double.CreateTruncating(logSum)));
            var mean = LineSums.Dot<T>(p[..visible], dp[..visible]);
            var whole = Whole(p.Length, visible);
            Elementwise.Run(new SoftmaxSlope(double.CreateTruncating(mean), plan.Scale), p[..whole], dp[..whole], dp[..whole]);
            dp[visible..].Clear();
        }
    }
}
