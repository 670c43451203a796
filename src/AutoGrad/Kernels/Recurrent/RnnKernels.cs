using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>A simple recurrent layer over whole sequences: a step is one product with the recurrent weights and one function.</summary>
/// <remarks>A chunk is some sequences, which never wait for the others.</remarks>
internal static unsafe class RnnKernels
{
    /// <summary>h = f(what the input gives + h'·Wᵀ), with f tanh, or max(0, ·).</summary>
    /// <param name="plan">The extents.</param>
    /// <param name="relu">Rectify instead of tanh.</param>
    /// <param name="weight">W, [hidden, hidden].</param>
    /// <param name="hidden">h at the start.</param>
    /// <param name="output">The input's share of the sums, biases included, replaced by h after each step.</param>
    public static void Forward<T>(RecurrentPlan plan, bool relu, ReadOnlySpan<T> weight, ReadOnlySpan<T> hidden, Span<T> output) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var columns = RecurrentWeightColumns<T>.Of(plan, weight);
        fixed (T* h = hidden, results = output)
            ForkJoin.Run(plan.Chunks, new ForwardWork<T>(plan, relu, columns.Pointer, columns.Stride, h, results));
    }

    /// <summary>The gradients of the inputs' share of the sums, of the start, and of the weights.</summary>
    /// <param name="plan">The extents.</param>
    /// <param name="relu">Rectify instead of tanh.</param>
    /// <param name="g">The gradient of the output.</param>
    /// <param name="weight">W.</param>
    /// <param name="hidden">h at the start.</param>
    /// <param name="output">h after each step.</param>
    /// <param name="dp">The gradient of the inputs' share, to be filled.</param>
    /// <param name="dh">The gradient of the last h, replaced by that of the first.</param>
    /// <param name="dw">The gradient of W, to be filled; empty if it is not asked for.</param>
    public static void Gradient<T>(
        RecurrentPlan plan, bool relu, ReadOnlySpan<T> g, ReadOnlySpan<T> weight, ReadOnlySpan<T> hidden, ReadOnlySpan<T> output, Span<T> dp, Span<T> dh, Span<T> dw)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* upstream = g, w = weight, results = output, inputs = dp, h = dh)
            ForkJoin.Run(plan.Chunks, new GradientWork<T>(plan, relu, upstream, w, results, inputs, h));
        if (!dw.IsEmpty) RecurrentWeightGradient.Run(plan, dp, plan.Width, plan.Width, hidden, output, dw);
    }

    private readonly struct ForwardWork<T>(RecurrentPlan plan, bool relu, T* columns, int stride, T* hidden, T* output) : IChunkedWork where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var (first, rows) = plan.Part(chunk);
            for (var done = 0; done < plan.Steps; done++)
            {
                var at = output + plan.At(plan.Step(done), first);
                Gemm.RunAlone(new GemmProblem<T>
                {
                    Shape = new GemmShape(rows, plan.Hidden, plan.Hidden, false, false) { StrideB = stride },
                    A = done == 0 ? hidden + plan.At(0, first) : output + plan.At(plan.Step(done - 1), first),
                    B = columns,
                    C = at,
                    Start = GemmStart.Result,
                    Rectify = relu,
                });
                var state = new Span<T>(at, rows * plan.Hidden);
                if (!relu) Elementwise.Run(default(TanhOperator), state, state);
            }
        }
    }

    private readonly struct GradientWork<T>(RecurrentPlan plan, bool relu, T* g, T* weight, T* output, T* dp, T* dh) : IChunkedWork where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var (first, rows) = plan.Part(chunk);
            var start = dh + plan.At(0, first);
            for (var done = plan.Steps - 1; done >= 0; done--)
            {
                var at = plan.At(plan.Step(done), first);
                Slope(g + at, start, output + at, dp + at, rows * plan.Hidden);
                Gemm.RunAlone(new GemmProblem<T> { Shape = new GemmShape(rows, plan.Hidden, plan.Hidden, false, false), A = dp + at, B = weight, C = start });
            }
        }

        private void Slope(T* upstream, T* later, T* y, T* d, int n)
        {
            int k = 0, lanes = Vector<T>.Count;
            for (; k <= n - lanes; k += lanes)
            {
                var (sum, state) = (Vector.Load(upstream + k) + Vector.Load(later + k), Vector.Load(y + k));
                var slope = relu ? Vector.ConditionalSelect(Vector.GreaterThan(state, Vector<T>.Zero), sum, Vector<T>.Zero) : sum * ((Vector<T>.One - state) * (Vector<T>.One + state));
                slope.Store(d + k);
            }
            for (; k < n; k++)
            {
                var sum = upstream[k] + later[k];
                d[k] = relu ? (y[k] > T.Zero ? sum : T.Zero) : sum * ((T.One - y[k]) * (T.One + y[k]));
            }
        }
    }
}
