using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>A gated recurrent layer over whole sequences: a step is one product with the recurrent weights and one pass over the gates.</summary>
/// <remarks>Gates lie as [step, sequence, (reset, update, candidate) · hidden]. A chunk is some sequences, which never wait for the others.</remarks>
internal static unsafe class GruKernels
{
    /// <summary>h = n + z (h' − n) with n = tanh(p + r q), where q is the candidate's part of h'·Wᵀ + bias, and r and z open by both shares.</summary>
    /// <param name="plan">The extents.</param>
    /// <param name="weight">W, [3 · hidden, hidden].</param>
    /// <param name="bias">The summands beside W, [3 · hidden].</param>
    /// <param name="hidden">h at the start.</param>
    /// <param name="gates">The input's share of the gates, replaced by r, z and n.</param>
    /// <param name="past">q at each step, to be filled.</param>
    /// <param name="output">h after each step, to be filled.</param>
    public static void Forward<T>(RecurrentPlan plan, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, ReadOnlySpan<T> hidden, Span<T> gates, Span<T> past, Span<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var columns = RecurrentWeightColumns<T>.Of(plan, weight);
        fixed (T* summands = bias, h = hidden, all = gates, shares = past, results = output)
            ForkJoin.Run(plan.Chunks, new ForwardWork<T>(plan, columns.Pointer, columns.Stride, summands, h, all, shares, results));
    }

    /// <summary>The gradients of the inputs' share of the gates, of the start, of the weights and of the bias beside them.</summary>
    /// <param name="plan">The extents.</param>
    /// <param name="g">The gradient of the output.</param>
    /// <param name="weight">W.</param>
    /// <param name="hidden">h at the start.</param>
    /// <param name="gates">r, z and n.</param>
    /// <param name="past">q at each step.</param>
    /// <param name="output">h after each step.</param>
    /// <param name="dp">The gradient of the inputs' share, to be filled.</param>
    /// <param name="dh">The gradient of the last h, replaced by that of the first.</param>
    /// <param name="dw">The gradient of W, to be filled; empty if it is not asked for.</param>
    /// <param name="db">The gradient of the bias, to be filled; empty if it is not asked for.</param>
    public static void Gradient<T>(
        RecurrentPlan plan, ReadOnlySpan<T> g, ReadOnlySpan<T> weight, ReadOnlySpan<T> hidden, ReadOnlySpan<T> gates, ReadOnlySpan<T> past, ReadOnlySpan<T> output,
        Span<T> dp, Span<T> dh, Span<T> dw, Span<T> db) where T : unmanaged, IFloatingPointIeee754<T>
    {
        // the candidate's part of h'·Wᵀ comes through the reset gate: its gradient is not that of the input's share
        var held = ArrayPool<T>.Shared.Rent(plan.Rows * plan.Hidden);
        var ofPast = held.AsSpan(0, plan.Rows * plan.Hidden);
        fixed (T* upstream = g, w = weight, start = hidden, all = gates, shares = past, results = output, inputs = dp, ofShares = ofPast, h = dh)
            ForkJoin.Run(plan.Chunks, new GradientWork<T>(plan, upstream, w, start, all, shares, results, inputs, ofShares, h));
        var open = 2 * plan.Hidden;
        if (!dw.IsEmpty)
        {
            RecurrentWeightGradient.Run<T>(plan, dp, open, plan.Width, hidden, output, dw[..(open * plan.Hidden)]);
            RecurrentWeightGradient.Run<T>(plan, ofPast, plan.Hidden, plan.Hidden, hidden, output, dw[(open * plan.Hidden)..]);
        }
        if (!db.IsEmpty)
        {
            Reducer.Rows(dp, plan.Rows, db, new SumReduction<T>());
            Reducer.Rows(ofPast, plan.Rows, db[open..], new SumReduction<T>());
        }
        ArrayPool<T>.Shared.Return(held);
    }

    private readonly struct ForwardWork<T>(RecurrentPlan plan, T* columns, int stride, T* bias, T* hidden, T* gates, T* past, T* output) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var (first, rows) = plan.Part(chunk);
            using var held = new Scratch<T>((long)rows * plan.Width);
            for (var done = 0; done < plan.Steps; done++)
            {
                var at = plan.At(plan.Step(done), first);
                var before = done == 0 ? hidden + plan.At(0, first) : output + plan.At(plan.Step(done - 1), first);
                Gemm.RunAlone(new GemmProblem<T>
                {
                    Shape = new GemmShape(rows, plan.Width, plan.Hidden, false, false) { StrideB = stride },
                    A = before,
                    B = columns,
                    C = held.Pointer,
                    Start = GemmStart.ColumnBias,
                    Bias = bias,
                });
                for (nint r = 0, row = 0; r < rows; r++, row += plan.Hidden)
                    Row(held.Pointer + 3 * row, before + row, gates + 3 * (at + row), past + at + row, output + at + row);
            }
        }

        private void Row(T* shares, T* before, T* all, T* q, T* h)
        {
            var n = plan.Hidden;
            T* r = all, z = all + n, fresh = all + 2 * n;
            var open = new Span<T>(all, 2 * n);
            TensorPrimitives.Add(open, new ReadOnlySpan<T>(shares, 2 * n), open);
            Elementwise.Run(default(SigmoidOperator), open, open);
            new ReadOnlySpan<T>(shares + 2 * n, n).CopyTo(new Span<T>(q, n));
            int k = 0, lanes = Vector<T>.Count;
            for (; k <= n - lanes; k += lanes) (Vector.Load(fresh + k) + Vector.Load(r + k) * Vector.Load(q + k)).Store(fresh + k);
            for (; k < n; k++) fresh[k] += r[k] * q[k];
            Elementwise.Run(default(TanhOperator), new ReadOnlySpan<T>(fresh, n), new Span<T>(fresh, n));
            for (k = 0; k <= n - lanes; k += lanes) (Vector.Load(fresh + k) + Vector.Load(z + k) * (Vector.Load(before + k) - Vector.Load(fresh + k))).Store(h + k);
            for (; k < n; k++) h[k] = fresh[k] + z[k] * (before[k] - fresh[k]);
        }
    }

    private readonly struct GradientWork<T>(RecurrentPlan plan, T* g, T* weight, T* hidden, T* gates, T* past, T* output, T* dp, T* dq, T* dh) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var (first, rows) = plan.Part(chunk);
            var start = plan.At(0, first);
            for (var done = plan.Steps - 1; done >= 0; done--)
            {
                var at = plan.At(plan.Step(done), first);
                var before = done == 0 ? hidden + start : output + plan.At(plan.Step(done - 1), first);
                for (nint r = 0, row = 0; r < rows; r++, row += plan.Hidden)
                    Row(g + at + row, dh + start + row, before + row, gates + 3 * (at + row), past + at + row, dp + 3 * (at + row), dq + at + row);
                Add(rows, 2 * plan.Hidden, dp + 3 * at, plan.Width, weight, dh + start);
                Add(rows, plan.Hidden, dq + at, plan.Hidden, weight + 2 * (nint)plan.Hidden * plan.Hidden, dh + start);
            }
        }

        private void Add(int rows, int sums, T* d, int stride, T* weight, T* to) => Gemm.RunAlone(new GemmProblem<T>
        {
            Shape = new GemmShape(rows, plan.Hidden, sums, false, false) { StrideA = stride },
            A = d,
            B = weight,
            C = to,
            Start = GemmStart.Result,
        });

        /// <summary>The gradients of one sequence's gates; dh becomes what reaches the state before past the gates.</summary>
        private void Row(T* upstream, T* dh, T* before, T* all, T* q, T* d, T* ofPast)
        {
            int n = plan.Hidden, k = 0, lanes = Vector<T>.Count;
            T* r = all, z = all + n, fresh = all + 2 * n;
            for (; k <= n - lanes; k += lanes)
            {
                Vector<T> reset = Vector.Load(r + k), keep = Vector.Load(z + k), candidate = Vector.Load(fresh + k), sum = Vector.Load(upstream + k) + Vector.Load(dh + k);
                var ofFresh = sum * (Vector<T>.One - keep) * ((Vector<T>.One - candidate) * (Vector<T>.One + candidate));
                (ofFresh * Vector.Load(q + k) * (reset * (Vector<T>.One - reset))).Store(d + k);
                (sum * (Vector.Load(before + k) - candidate) * (keep * (Vector<T>.One - keep))).Store(d + n + k);
                ofFresh.Store(d + 2 * n + k);
                (ofFresh * reset).Store(ofPast + k);
                (sum * keep).Store(dh + k);
            }
            for (; k < n; k++)
            {
                var sum = upstream[k] + dh[k];
                var ofFresh = sum * (T.One - z[k]) * ((T.One - fresh[k]) * (T.One + fresh[k]));
                d[k] = ofFresh * q[k] * (r[k] * (T.One - r[k]));
                d[n + k] = sum * (before[k] - fresh[k]) * (z[k] * (T.One - z[k]));
                d[2 * n + k] = ofFresh;
                ofPast[k] = ofFresh * r[k];
                dh[k] = sum * z[k];
            }
        }
    }
}
