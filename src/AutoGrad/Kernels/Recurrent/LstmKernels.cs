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
    /// <summary>c = f c' + i g and h = o tanh c, with the gates of projected + h'·Wᵀ.</summary>
    /// <param name="plan">The extents.</param>
    /// <param name="projected">The inputs' share of the gates, biases included.</param>
    /// <param name="weight">W, [4 · hidden, hidden].</param>
    /// <param name="hidden">h at the start.</param>
    /// <param name="cell">c at the start.</param>
    /// <param name="gates">The gates, to be filled.</param>
    /// <param name="cells">c after each step, to be filled.</param>
    /// <param name="output">h after each step, to be filled.</param>
    public static void Forward<T>(
        LstmPlan plan, ReadOnlySpan<T> projected, ReadOnlySpan<T> weight, ReadOnlySpan<T> hidden, ReadOnlySpan<T> cell, Span<T> gates, Span<T> cells, Span<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var held = ArrayPool<T>.Shared.Rent(weight.Length);
        StridedCopy.Run([plan.Hidden, 4 * plan.Hidden], weight, 0, [1, plan.Hidden], held.AsSpan(0, weight.Length), 0, [4 * plan.Hidden, 1]);
        fixed (T* inputs = projected, transposed = held, h = hidden, c = cell, all = gates, states = cells, results = output)
            ForkJoin.Run(plan.Chunks, new ForwardWork<T>(plan, inputs, transposed, h, c, all, states, results));
        ArrayPool<T>.Shared.Return(held);
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
        LstmPlan plan, ReadOnlySpan<T> g, ReadOnlySpan<T> weight, ReadOnlySpan<T> hidden, ReadOnlySpan<T> cell,
        ReadOnlySpan<T> gates, ReadOnlySpan<T> cells, ReadOnlySpan<T> output, Span<T> dp, Span<T> dh, Span<T> dc, Span<T> dw)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* upstream = g, w = weight, c = cell, all = gates, states = cells, inputs = dp, h = dh, ofCell = dc)
            ForkJoin.Run(plan.Chunks, new GradientWork<T>(plan, upstream, w, c, all, states, inputs, h, ofCell));
        if (dw.IsEmpty) return;
        // each step's gates times the state before it: the start's, then all outputs but the last
        var (step, start) = (plan.Batch * plan.Hidden, plan.Step(0) * plan.Batch * plan.Hidden);
        var shape = new GemmShape(4 * plan.Hidden, plan.Hidden, plan.Batch, true, false);
        Gemm.Run(shape, dp.Slice(4 * start, 4 * step), hidden, dw);
        if (plan.Steps == 1) return;
        var rest = (plan.Steps - 1) * step;
        var (ofGates, ofStates) = plan.Backwards ? (0, step) : (step, 0);
        Gemm.Add(new GemmShape(4 * plan.Hidden, plan.Hidden, plan.Batch * (plan.Steps - 1), true, false), dp.Slice(4 * ofGates, 4 * rest), output.Slice(ofStates, rest), dw);
    }

    private static void Sigmoid<T>(T* x, int n) where T : unmanaged => Elementwise.Run(default(SigmoidOperator), new ReadOnlySpan<T>(x, n), new Span<T>(x, n));

    private static void Tanh<T>(T* x, T* y, int n) where T : unmanaged => Elementwise.Run(default(TanhOperator), new ReadOnlySpan<T>(x, n), new Span<T>(y, n));

    private readonly struct ForwardWork<T>(LstmPlan plan, T* projected, T* transposed, T* hidden, T* cell, T* gates, T* cells, T* output) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var (first, rows) = plan.Part(chunk);
            for (var done = 0; done < plan.Steps; done++)
            {
                var at = plan.At(plan.Step(done), first);
                var before = done == 0 ? plan.At(0, first) : plan.At(plan.Step(done - 1), first);
                var size = 4 * rows * plan.Hidden;
                new ReadOnlySpan<T>(projected + 4 * at, size).CopyTo(new Span<T>(gates + 4 * at, size));
                Gemm.RunAlone(new GemmProblem<T>
                {
                    Shape = new GemmShape(rows, 4 * plan.Hidden, plan.Hidden, false, false),
                    A = (done == 0 ? hidden : output) + before,
                    B = transposed,
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

    private readonly struct GradientWork<T>(LstmPlan plan, T* g, T* weight, T* cell, T* gates, T* cells, T* dp, T* dh, T* dc) : IChunkedWork
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
