using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>An LSTM over whole sequences: a step is one product with the recurrent weights and one pass over the gates.</summary>
/// <remarks>
/// Gates lie as [step, sequence, (input, forget, candidate, output) · hidden]. A chunk is some sequences, which never wait for the
/// others; the gradient of the weights is one product over all steps at the end.
/// </remarks>
internal static unsafe class LstmKernels
{
    /// <summary>c = f c' + i g and h = o tanh c, with the gates of what the input gives + h'·Wᵀ.</summary>
    /// <param name="plan">The extents.</param>
    /// <param name="weight">W, [4 · hidden, hidden].</param>
    /// <param name="hidden">h at the start.</param>
    /// <param name="cell">c at the start.</param>
    /// <param name="gates">The input's share of the gates, biases included, replaced by the gates.</param>
    /// <param name="cells">c after each step, to be filled.</param>
    /// <param name="output">h after each step, to be filled.</param>
    public static void Forward<T>(RecurrentPlan plan, ReadOnlySpan<T> weight, ReadOnlySpan<T> hidden, ReadOnlySpan<T> cell, Span<T> gates, Span<T> cells, Span<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var columns = RecurrentWeightColumns<T>.Of(plan, weight);
        fixed (T* h = hidden, c = cell, all = gates, states = cells, results = output)
            ForkJoin.Run(plan.Chunks, new ForwardWork<T>(plan, columns.Pointer, columns.Stride, h, c, all, states, results));
    }

    /// <summary>The gradients of the inputs' share of the gates, of the start, and of the weights.</summary>
    /// <param name="plan">The extents.</param>
    /// <param name="g">The gradient of the output.</param>
    /// <param name="weight">W.</param>
    /// <param name="hidden">h at the start.</param>
    /// <param name="cell">c at the start.</param>
    /// <param name="gates">The gates.</param>
    /// <param name="cells">c after each step.</param>
    /// <param name="output">h after each step.</param>
    /// <param name="dp">The gradient of the inputs' share, to be filled.</param>
    /// <param name="dh">The gradient of the last h, replaced by that of the first.</param>
    /// <param name="dc">The gradient of the last c, replaced by that of the first.</param>
    /// <param name="dw">The gradient of W, to be filled; empty if it is not asked for.</param>
    public static void Gradient<T>(
        RecurrentPlan plan, ReadOnlySpan<T> g, ReadOnlySpan<T> weight, ReadOnlySpan<T> hidden, ReadOnlySpan<T> cell,
        ReadOnlySpan<T> gates, ReadOnlySpan<T> cells, ReadOnlySpan<T> output, Span<T> dp, Span<T> dh, Span<T> dc, Span<T> dw)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* upstream = g, w = weight, c = cell, all = gates, states = cells, inputs = dp, h = dh, ofCell = dc)
            ForkJoin.Run(plan.Chunks, new GradientWork<T>(plan, upstream, w, c, all, states, inputs, h, ofCell));
        if (!dw.IsEmpty) RecurrentWeightGradient.Run(plan, dp, plan.Width, plan.Width, hidden, output, dw);
    }

    private static void Sigmoid<T>(T* x, int n) where T : unmanaged => Elementwise.Run(default(SigmoidOperator), new ReadOnlySpan<T>(x, n), new Span<T>(x, n));

    private static void Tanh<T>(T* x, T* y, int n) where T : unmanaged => Elementwise.Run(default(TanhOperator), new ReadOnlySpan<T>(x, n), new Span<T>(y, n));

    private readonly struct ForwardWork<T>(RecurrentPlan plan, T* columns, int stride, T* hidden, T* cell, T* gates, T* cells, T* output) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var (first, rows) = plan.Part(chunk);
            for (var done = 0; done < plan.Steps; done++)
            {
                var at = plan.At(plan.Step(done), first);
                var before = done == 0 ? plan.At(0, first) : plan.At(plan.Step(done - 1), first);
                Gemm.RunAlone(new GemmProblem<T>
                {
                    Shape = new GemmShape(rows, plan.Width, plan.Hidden, false, false) { StrideB = stride },
                    A = (done == 0 ? hidden : output) + before,
                    B = columns,
                    C = gates + 4 * at,
                    Start = GemmStart.Result,
                });
                for (nint row = 0; row < (nint)rows * plan.Hidden; row += plan.Hidden)
                    Row(gates + 4 * (at + row), (done == 0 ? cell : cells) + before + row, cells + at + row, output + at + row);
            }
        }

        private void Row(T* gates, T* before, T* c, T* h)
        {
            var n = plan.Hidden;
            T* i = gates, f = gates + n, g = gates + 2 * n, o = gates + 3 * n;
            Sigmoid(i, 2 * n);
            Tanh(g, g, n);
            Sigmoid(o, n);
            int k = 0, lanes = Vector<T>.Count;
            for (; k <= n - lanes; k += lanes) (Vector.Load(f + k) * Vector.Load(before + k) + Vector.Load(i + k) * Vector.Load(g + k)).Store(c + k);
            for (; k < n; k++) c[k] = f[k] * before[k] + i[k] * g[k];
            Tanh(c, h, n);
            TensorPrimitives.Multiply(new ReadOnlySpan<T>(o, n), new ReadOnlySpan<T>(h, n), new Span<T>(h, n));
        }
    }

    private readonly struct GradientWork<T>(RecurrentPlan plan, T* g, T* weight, T* cell, T* gates, T* cells, T* dp, T* dh, T* dc) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var (first, rows) = plan.Part(chunk);
            var start = plan.At(0, first);
            var held = ArrayPool<T>.Shared.Rent(plan.Hidden);
            fixed (T* tanh = held)
                for (var done = plan.Steps - 1; done >= 0; done--)
                {
                    var at = plan.At(plan.Step(done), first);
                    var before = done == 0 ? cell + start : cells + plan.At(plan.Step(done - 1), first);
                    for (var r = 0; r < rows; r++)
                    {
                        var row = (nint)r * plan.Hidden;
                        Tanh(cells + at + row, tanh, plan.Hidden);
                        Row(g + at + row, dh + start + row, dc + start + row, before + row, tanh, gates + 4 * (at + row), dp + 4 * (at + row));
                    }
                    Gemm.RunAlone(new GemmProblem<T>
                    {
                        Shape = new GemmShape(rows, plan.Hidden, 4 * plan.Hidden, false, false),
                        A = dp + 4 * at,
                        B = weight,
                        C = dh + start,
                    });
                }
            ArrayPool<T>.Shared.Return(held);
        }

        /// <summary>The gradients of one sequence's gates, and of the cell before the step.</summary>
        private void Row(T* upstream, T* dh, T* dc, T* before, T* tanh, T* gates, T* d)
        {
            int n = plan.Hidden, k = 0, lanes = Vector<T>.Count;
            T* i = gates, f = gates + n, g = gates + 2 * n, o = gates + 3 * n;
            for (; k <= n - lanes; k += lanes)
            {
                Vector<T> open = Vector.Load(i + k), keep = Vector.Load(f + k), fresh = Vector.Load(g + k), show = Vector.Load(o + k), state = Vector.Load(tanh + k);
                var ofHidden = Vector.Load(upstream + k) + Vector.Load(dh + k);
                var ofCell = Vector.Load(dc + k) + ofHidden * show * ((Vector<T>.One - state) * (Vector<T>.One + state));
                (ofCell * fresh * (open * (Vector<T>.One - open))).Store(d + k);
                (ofCell * Vector.Load(before + k) * (keep * (Vector<T>.One - keep))).Store(d + n + k);
                (ofCell * open * ((Vector<T>.One - fresh) * (Vector<T>.One + fresh))).Store(d + 2 * n + k);
                (ofHidden * state * (show * (Vector<T>.One - show))).Store(d + 3 * n + k);
                (ofCell * keep).Store(dc + k);
            }
            for (; k < n; k++)
            {
                var ofHidden = upstream[k] + dh[k];
                var ofCell = dc[k] + ofHidden * o[k] * ((T.One - tanh[k]) * (T.One + tanh[k]));
                d[k] = ofCell * g[k] * (i[k] * (T.One - i[k]));
                d[n + k] = ofCell * before[k] * (f[k] * (T.One - f[k]));
                d[2 * n + k] = ofCell * i[k] * ((T.One - g[k]) * (T.One + g[k]));
                d[3 * n + k] = ofHidden * tanh[k] * (o[k] * (T.One - o[k]));
                dc[k] = ofCell * f[k];
            }
        }
    }
}
