using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>h = n + σ(z) (h' − n) with n = tanh(p + σ(r) q) over all steps, where p is the candidate's part of x·Vᵀ + b, q that of h'·Wᵀ + c, and r and z sum both;  gradient: the chain rule, backward through the steps.</summary>
/// <remarks>The last input is c. The gates and q of each step are kept.</remarks>
internal sealed class GruOp(RecurrentPlan plan) : SequenceOp("Gru", plan)
{
    private Tensor? _gates, _past;

    public override IEnumerable<Tensor> Own => _gates is null ? [] : [_gates, _past!, Output!];

    protected override int Inputs => 6;

    public override Op Again() => new GruOp(Plan);

    public override void Release()
    {
        base.Release();
        (_gates, _past) = (null, null);
    }

    protected override Tensor Gates(DType type) => _gates = Tensor.New([Plan.Steps, Plan.Batch, Plan.Width], type);

    protected override (Tensor Hidden, Tensor? Other) Steps(ReadOnlySpan<Tensor> x, Tensor gates)
    {
        _past = Tensor.New(Output!.Shape, Output.DType);
        Dispatch.Float(Name, Output.DType, new Kernel(Plan, x[3], x[5], x[4], gates, _past, Output));
        return (Last(Output), null);
    }

    protected override void Pull(Saved saved, Tensor upstream, ReadOnlySpan<Tensor?> g, Tensor ofGates, Span<Tensor?> d) =>
        Dispatch.Float(Name, ofGates.DType, new GradientKernel(Plan, upstream, saved.X(3), saved.X(4), _gates!, _past!, Output!, ofGates, d[4]!, d[3], d[5]));

    protected override SequenceRule Rule(Saved saved, Tensor projected, ReadOnlySpan<Tensor?> g)
    {
        var (weight, hidden, bias, inputs, states) = (saved.X(3), saved.X(4), saved.X(5), projected.Unbind(), new State[Plan.Steps]);
        for (var done = 0; done < Plan.Steps; done++) states[done] = State.After(inputs[Plan.Step(done)], done == 0 ? hidden : states[done - 1].Result, weight, bias);
        var (ofOutput, ofHidden, ofGates) = (g[0]?.Unbind(), g[1] ?? Tensor.Zeros(hidden.Shape, hidden.DType), new Tensor[Plan.Steps]);
        Tensor? ofWeight = null, ofBias = null;
        for (var done = Plan.Steps - 1; done >= 0; done--)
        {
            var step = Plan.Step(done);
            if (ofOutput is not null) ofHidden += ofOutput[step];
            (ofGates[step], var ofPast, ofHidden) = states[done].Pull(ofHidden);
            ofHidden += ofPast.MatMul(weight);
            var (share, sum) = (ofPast.MatMul(states[done].Before, transposeA: true), ofPast.Sum(0));
            (ofWeight, ofBias) = ofWeight is null ? (share, sum) : (ofWeight + share, ofBias! + sum);
        }
        return new SequenceRule(Tensor.Stack(ofGates), [ofWeight!, ofHidden, ofBias!], g.ToArray());
    }

    private sealed record State(Tensor Before, Tensor Reset, Tensor Update, Tensor Fresh, Tensor Past, Tensor Result)
    {
        public static State After(Tensor input, Tensor before, Tensor weight, Tensor bias)
        {
            var (own, past) = (input.Chunk(3, axis: -1), before.Linear(weight, bias).Chunk(3, axis: -1));
            var (reset, update) = ((own[0] + past[0]).Sigmoid(), (own[1] + past[1]).Sigmoid());
            var fresh = (own[2] + reset * past[2]).Tanh();
            return new State(before, reset, update, fresh, past[2], fresh + update * (before - fresh));
        }

        /// <summary>The gradients of both shares of the gates' sums, and of the state before the step past them.</summary>
        public (Tensor Input, Tensor Past, Tensor Before) Pull(Tensor g)
        {
            var ofFresh = g * (1 - Update) * ((1 - Fresh) * (1 + Fresh));
            var ofReset = ofFresh * Past * (Reset * (1 - Reset));
            var ofUpdate = g * (Before - Fresh) * (Update * (1 - Update));
            return (Tensor.Concat([ofReset, ofUpdate, ofFresh], axis: -1), Tensor.Concat([ofReset, ofUpdate, ofFresh * Reset], axis: -1), g * Update);
        }
    }

    private readonly struct Kernel(RecurrentPlan plan, Tensor w, Tensor b, Tensor h, Tensor gates, Tensor past, Tensor output) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
            GruKernels.Forward(plan, w.Span<T>(), b.Span<T>(), h.Span<T>(), gates.Span<T>(), past.Span<T>(), output.Span<T>());
    }

    private readonly struct GradientKernel(RecurrentPlan plan, Tensor g, Tensor w, Tensor h, Tensor gates, Tensor past, Tensor output, Tensor dp, Tensor dh, Tensor? dw, Tensor? db) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => GruKernels.Gradient(
            plan, g.Span<T>(), w.Span<T>(), h.Span<T>(), gates.Span<T>(), past.Span<T>(), output.Span<T>(),
            dp.Span<T>(), dh.Span<T>(), dw is null ? [] : dw.Span<T>(), db is null ? [] : db.Span<T>());
    }
}
