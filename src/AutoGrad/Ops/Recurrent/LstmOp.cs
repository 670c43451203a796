using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>c = σ(f) c' + σ(i) tanh g and h = σ(o) tanh c over all steps, with (i, f, g, o) = x·Vᵀ + b + h'·Wᵀ;  gradient: the chain rule, backward through the steps.</summary>
/// <remarks>The last input is c at the start, the last output c at the end. The gates and c after each step are kept.</remarks>
internal sealed class LstmOp(RecurrentPlan plan) : SequenceOp("Lstm", plan)
{
    private Tensor? _gates, _cells;

    public override IEnumerable<Tensor> Own => _gates is null ? [] : [_gates, _cells!, Output!];

    protected override int Inputs => 6;

    public override Op Again() => new LstmOp(Plan);

    public override void Release()
    {
        base.Release();
        (_gates, _cells) = (null, null);
    }

    protected override Tensor Gates(DType type) => _gates = Tensor.New([Plan.Steps, Plan.Batch, Plan.Width], type);

    protected override (Tensor Hidden, Tensor? Other) Steps(ReadOnlySpan<Tensor> x, Tensor gates)
    {
        _cells = Tensor.New(Output!.Shape, Output.DType);
        Dispatch.Float(Name, Output.DType, new Kernel(Plan, x[3], x[4], x[5], gates, _cells, Output));
        return (Last(Output), Last(_cells));
    }

    protected override void Pull(Saved saved, Tensor upstream, ReadOnlySpan<Tensor?> g, Tensor ofGates, Span<Tensor?> d)
    {
        d[5] ??= Tensor.Allocate(saved.X(5).Shape, ofGates.DType);
        Fill(g[2], d[5]!);
        Dispatch.Float(Name, ofGates.DType, new GradientKernel(Plan, upstream, saved.X(3), saved.X(4), saved.X(5), _gates!, _cells!, Output!, ofGates, d[4]!, d[5]!, d[3]));
    }

    protected override SequenceRule Rule(Saved saved, Tensor projected, ReadOnlySpan<Tensor?> g) => LstmRule.Of(Plan, projected, saved.X(3), saved.X(4), saved.X(5), g);

    private readonly struct Kernel(RecurrentPlan plan, Tensor w, Tensor h, Tensor c, Tensor gates, Tensor cells, Tensor output) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
            LstmKernels.Forward(plan, w.Span<T>(), h.Span<T>(), c.Span<T>(), gates.Span<T>(), cells.Span<T>(), output.Span<T>());
    }

    private readonly struct GradientKernel(
        RecurrentPlan plan, Tensor g, Tensor w, Tensor h, Tensor c, Tensor gates, Tensor cells, Tensor output, Tensor dp, Tensor dh, Tensor dc, Tensor? dw) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => LstmKernels.Gradient(
            plan, g.Span<T>(), w.Span<T>(), h.Span<T>(), c.Span<T>(), gates.Span<T>(), cells.Span<T>(), output.Span<T>(), dp.Span<T>(), dh.Span<T>(), dc.Span<T>(), dw is null ? [] : dw.Span<T>());
    }
}
