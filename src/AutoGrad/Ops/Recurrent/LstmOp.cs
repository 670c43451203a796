using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>c = σ(f) c' + σ(i) tanh g and h = σ(o) tanh c over all steps, with (i, f, g, o) = p + h'·Wᵀ;  gradient: the chain rule, backward through the steps.</summary>
/// <remarks>
/// Inputs are p [steps, batch, 4 · hidden], W, and h and c [batch, hidden] at the start. Outputs are h after each step, and the
/// last h and c. The gates and c after each step are kept.
/// </remarks>
internal sealed class LstmOp(LstmPlan plan) : MultiOutputOp("Lstm", Saves.Inputs), IFusedGradients
{
    private Tensor? _gates, _cells, _output;
    private LstmRule? _rule;

    protected override Tensor[] Forward(ReadOnlySpan<Tensor> x)
    {
        _gates = Tensor.New(x[0].Shape, x[0].DType);
        _output = Tensor.New([plan.Steps, plan.Batch, plan.Hidden], x[0].DType);
        _cells = Tensor.New(_output.Shape, x[0].DType);
        Dispatch.Float(Name, x[0].DType, new Kernel(plan, x[0], x[1], x[2], x[3], _gates, _cells, _output));
        return [_output.Detach(), Last(_output), Last(_cells)];
    }

    protected internal override Tensor Vjp(int input, Saved saved, ReadOnlySpan<Tensor?> g)
    {
        // one way back through the steps for all inputs
        var rule = _rule;
        if (rule is null || !rule.IsOf(g)) _rule = rule = LstmRule.Of(plan, saved.X(0), saved.X(1), saved.X(2), saved.X(3), g);
        if (input == 3) _rule = null;
        return rule.Gradients[input];
    }

    public void Gradients(Saved saved, ReadOnlySpan<Tensor?> g, ReadOnlySpan<bool> wanted, Span<Tensor?> d)
    {
        var type = _gates!.DType;
        var upstream = g[0] ?? Tensor.Zeros(_output!.Shape, type);
        d[0] = Tensor.Allocate(_gates.Shape, type);
        if (wanted[1]) d[1] = Tensor.Allocate(saved.X(1).Shape, type);
        (d[2], d[3]) = (Copy(g[1], type), Copy(g[2], type));
        Dispatch.Float(Name, type, new GradientKernel(plan, upstream, saved.X(1), saved.X(2), saved.X(3), _gates, _cells!, _output!, d[0]!, d[2]!, d[3]!, d[1]));
    }

    public IEnumerable<Tensor> Own => _gates is null ? [] : [_gates, _cells!, _output!];

    public Op Again() => new LstmOp(plan);

    public void Release() => (_gates, _cells, _output) = (null, null, null);

    private Tensor Last(Tensor steps) => steps.View([plan.Batch, plan.Hidden], plan.Step(plan.Steps - 1) * plan.Batch * plan.Hidden).Clone();

    private Tensor Copy(Tensor? g, DType type)
    {
        var copy = Tensor.Allocate([plan.Batch, plan.Hidden], type);
        Dispatch.Float(Name, type, new Start(g, copy));
        return copy;
    }

    private readonly struct Start(Tensor? g, Tensor copy) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            if (g is null) copy.Span<T>().Clear();
            else g.Span<T>().CopyTo(copy.Span<T>());
        }
    }

    private readonly struct Kernel(LstmPlan plan, Tensor p, Tensor w, Tensor h, Tensor c, Tensor gates, Tensor cells, Tensor output) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
            LstmKernels.Forward(plan, p.Span<T>(), w.Span<T>(), h.Span<T>(), c.Span<T>(), gates.Span<T>(), cells.Span<T>(), output.Span<T>());
    }

    private readonly struct GradientKernel(
        LstmPlan plan, Tensor g, Tensor w, Tensor h, Tensor c, Tensor gates, Tensor cells, Tensor output, Tensor dp, Tensor dh, Tensor dc, Tensor? dw) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => LstmKernels.Gradient(
            plan, g.Span<T>(), w.Span<T>(), h.Span<T>(), c.Span<T>(), gates.Span<T>(), cells.Span<T>(), output.Span<T>(), dp.Span<T>(), dh.Span<T>(), dc.Span<T>(), dw is null ? [] : dw.Span<T>());
    }
}
