using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>A recurrent layer in one direction over whole sequences: one product with the input for all steps, then step by step.</summary>
/// <remarks>
/// Inputs are x [steps, batch, features], its weight [gates · hidden, features] and bias [gates · hidden], the weight of the state
/// [gates · hidden, hidden], the state h [batch, hidden] at the start, and what a cell adds. Outputs are h after each step, the last h, and
/// what a cell adds. What the gates were is kept; the input's share of them is not, but is computed again where the rule is differentiated.
/// </remarks>
internal abstract class SequenceOp(string name, RecurrentPlan plan) : MultiOutputOp(name, Saves.Inputs), IFusedGradients
{
    private SequenceRule? _rule;

    /// <summary>h after each step.</summary>
    protected Tensor? Output { get; private set; }

    protected RecurrentPlan Plan => plan;

    public abstract IEnumerable<Tensor> Own { get; }

    public abstract Op Again();

    protected override Tensor[] Forward(ReadOnlySpan<Tensor> x)
    {
        Output = Tensor.New([plan.Steps, plan.Batch, plan.Hidden], x[0].DType);
        var gates = Gates(x[0].DType);
        Dispatch.Float(Name, x[0].DType, new Projection(plan, x[0], x[1], x[2], gates));
        var (hidden, other) = Steps(x, gates);
        return other is null ? [Output.Detach(), hidden] : [Output.Detach(), hidden, other];
    }

    protected internal override Tensor Vjp(int input, Saved saved, ReadOnlySpan<Tensor?> g)
    {
        // one way back through the steps for all inputs
        var rule = _rule;
        if (rule is null || !rule.IsOf(g)) _rule = rule = Rule(saved, saved.X(0).Linear(saved.X(1), saved.X(2)), g);
        if (input == Inputs - 1) _rule = null;
        return input switch
        {
            0 => rule.Projected.MatMul(saved.X(1)),
            1 => Flat(rule.Projected).MatMul(Flat(saved.X(0)), transposeA: true),
            2 => rule.Projected.Sum([0, 1]),
            _ => rule.Others[input - 3],
        };
    }

    public void Gradients(Saved saved, ReadOnlySpan<Tensor?> g, ReadOnlySpan<bool> wanted, Span<Tensor?> d)
    {
        var type = Output!.DType;
        for (var i = 0; i < d.Length; i++)
            if (wanted[i]) d[i] = Tensor.Allocate(saved.X(i).Shape, type);
        d[4] ??= Tensor.Allocate(saved.X(4).Shape, type);
        Fill(g[1], d[4]!);
        var ofGates = Tensor.Allocate([plan.Steps, plan.Batch, plan.Width], type);
        Pull(saved, g[0] ?? Tensor.Zeros(Output.Shape, type), g, ofGates, d);
        Dispatch.Float(Name, type, new ProjectionGradient(plan, saved.X(0), saved.X(1), ofGates, d[0], d[1], d[2]));
        if (ofGates.IsScratch) ScratchPool.Current?.Return(ofGates);       // nobody else has seen it
    }

    public virtual void Release() => Output = null;

    /// <summary>How many inputs there are.</summary>
    protected abstract int Inputs { get; }

    /// <summary>Where the input's share of the gates goes, to be replaced by the gates.</summary>
    protected abstract Tensor Gates(DType type);

    /// <summary>Goes through the steps; the last h, and the last of what a cell adds.</summary>
    protected abstract (Tensor Hidden, Tensor? Other) Steps(ReadOnlySpan<Tensor> x, Tensor gates);

    /// <summary>Goes back through the steps: the gradient of the input's share of the gates, and of the inputs from the fourth on.</summary>
    protected abstract void Pull(Saved saved, Tensor upstream, ReadOnlySpan<Tensor?> g, Tensor ofGates, Span<Tensor?> d);

    /// <summary>The same in tensor operations.</summary>
    protected abstract SequenceRule Rule(Saved saved, Tensor projected, ReadOnlySpan<Tensor?> g);

    /// <summary>The last step of what was kept for each.</summary>
    protected Tensor Last(Tensor steps) => steps.View([plan.Batch, plan.Hidden], plan.Step(plan.Steps - 1) * plan.Batch * plan.Hidden).Clone();

    /// <summary>An upstream gradient to go on from, or zeros.</summary>
    protected void Fill(Tensor? g, Tensor copy) => Dispatch.Float(Name, copy.DType, new Start(g, copy));

    private static Tensor Flat(Tensor x) => x.Reshape(new Shape(x.Shape[0] * x.Shape[1], x.Shape[2]));

    private readonly struct Start(Tensor? g, Tensor copy) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            if (g is null) copy.Span<T>().Clear();
            else g.Span<T>().CopyTo(copy.Span<T>());
        }
    }

    private readonly struct Projection(RecurrentPlan plan, Tensor x, Tensor weight, Tensor bias, Tensor gates) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Gemm.Run(
            new GemmShape(plan.Rows, plan.Width, weight.Shape[1], false, true), x.Span<T>(), weight.Span<T>(), gates.Span<T>(), GemmStart.ColumnBias, bias.Span<T>(), rectify: false);
    }

    private readonly struct ProjectionGradient(RecurrentPlan plan, Tensor x, Tensor weight, Tensor ofGates, Tensor? dx, Tensor? dw, Tensor? db) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var features = weight.Shape[1];
            if (dx is not null) Gemm.Run(new GemmShape(plan.Rows, features, plan.Width, false, false), ofGates.Span<T>(), weight.Span<T>(), dx.Span<T>());
            if (dw is not null) Gemm.Run(new GemmShape(plan.Width, features, plan.Rows, true, false), ofGates.Span<T>(), x.Span<T>(), dw.Span<T>());
            if (db is not null) Reducer.Rows(ofGates.Span<T>(), plan.Rows, db.Span<T>(), new SumReduction<T>());
        }
    }
}
