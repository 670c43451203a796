using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>h = f(x·Vᵀ + b + h'·Wᵀ) over all steps, with f tanh or max(0, ·);  gradient: the chain rule, backward through the steps.</summary>
internal sealed class RnnOp(bool relu, RecurrentPlan plan) : SequenceOp("Rnn", plan)
{
    public override IEnumerable<Tensor> Own => Output is null ? [] : [Output];

    protected override int Inputs => 5;

    public override Op Again() => new RnnOp(relu, Plan);

    protected override Tensor Gates(DType type) => Output!;

    protected override (Tensor Hidden, Tensor? Other) Steps(ReadOnlySpan<Tensor> x, Tensor gates)
    {
        Dispatch.Float(Name, gates.DType, new Kernel(Plan, relu, x[3], x[4], gates));
        return (Last(gates), null);
    }

    protected override void Pull(Saved saved, Tensor upstream, ReadOnlySpan<Tensor?> g, Tensor ofGates, Span<Tensor?> d) =>
        Dispatch.Float(Name, ofGates.DType, new GradientKernel(Plan, relu, upstream, saved.X(3), saved.X(4), Output!, ofGates, d[4]!, d[3]));

    protected override SequenceRule Rule(Saved saved, Tensor projected, ReadOnlySpan<Tensor?> g)
    {
        var (weight, hidden, inputs) = (saved.X(3), saved.X(4), projected.Unbind());
        var (sums, states) = (new Tensor[Plan.Steps], new Tensor[Plan.Steps]);
        for (var done = 0; done < Plan.Steps; done++)
        {
            sums[done] = inputs[Plan.Step(done)] + (done == 0 ? hidden : states[done - 1]).MatMul(weight, transposeB: true);
            states[done] = relu ? sums[done].Relu() : sums[done].Tanh();
        }
        var (ofOutput, ofHidden, ofSums) = (g[0]?.Unbind(), g[1] ?? Tensor.Zeros(hidden.Shape, hidden.DType), new Tensor[Plan.Steps]);
        Tensor? ofWeight = null;
        for (var done = Plan.Steps - 1; done >= 0; done--)
        {
            var step = Plan.Step(done);
            if (ofOutput is not null) ofHidden += ofOutput[step];
            ofSums[step] = relu ? Tensor.Where(sums[done] > 0, ofHidden, 0) : ofHidden * ((1 - states[done]) * (1 + states[done]));
            var share = ofSums[step].MatMul(done == 0 ? hidden : states[done - 1], transposeA: true);
            ofWeight = ofWeight is null ? share : ofWeight + share;
            ofHidden = ofSums[step].MatMul(weight);
        }
        return new SequenceRule(Tensor.Stack(ofSums), [ofWeight!, ofHidden], g.ToArray());
    }

    private readonly struct Kernel(RecurrentPlan plan, bool relu, Tensor w, Tensor h, Tensor output) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => RnnKernels.Forward(plan, relu, w.Span<T>(), h.Span<T>(), output.Span<T>());
    }

    private readonly struct GradientKernel(RecurrentPlan plan, bool relu, Tensor g, Tensor w, Tensor h, Tensor output, Tensor dp, Tensor dh, Tensor? dw) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
            RnnKernels.Gradient(plan, relu, g.Span<T>(), w.Span<T>(), h.Span<T>(), output.Span<T>(), dp.Span<T>(), dh.Span<T>(), dw is null ? [] : dw.Span<T>());
    }
}
