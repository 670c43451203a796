using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>y = P·V with P = softmax(scale · Q·Kᵀ);  dV = Pᵀ·g,  dQ = scale · dS·K,  dK = scale · dSᵀ·Q with dS = P (dP − Σ P dP) and dP = g·Vᵀ.</summary>
/// <remarks>Only the logarithm of each row's sum of exponentials is kept besides the inputs; the scores are computed again.</remarks>
internal sealed class AttentionOp(AttentionPlan plan) : NaryOp("ScaledDotProductAttention", Saves.Inputs), IFusedGradients
{
    private Tensor? _logSums;

    /// <summary>The softmax of the scores, in tensor operations.</summary>
    public static Tensor Weights(Tensor query, Tensor key, double scale, bool causal)
    {
        // scaling the queries is cheaper than scaling the scores
        var scores = (query * scale).MatMul(key, transposeB: true);
        return Masked(scores, causal).Softmax(-1);
    }

    /// <summary>Scores with −∞ where a query must not look at a later key.</summary>
    public static Tensor Masked(Tensor scores, bool causal) =>
        causal ? scores.MaskedFill(Tensor.Ones([scores.Shape[^2], scores.Shape[^1]], DType.Bool).Triu(1), double.NegativeInfinity) : scores;

    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var y = Tensor.Allocate(x[0].Shape.With(x[0].Rank - 1, plan.Values), x[0].DType);
        _logSums = Tensor.New([plan.Matrices, plan.Queries], y.DType);
        Dispatch.Float(Name, y.DType, new Kernel(plan, x[0], x[1], x[2], y, _logSums));
        return y;
    }

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        var (query, key) = (saved.X(0), saved.X(1));
        var weights = Weights(query, key, plan.Scale, plan.Causal);
        if (input == 2) return weights.MatMul(g, transposeA: true);
        var ofWeights = g.MatMul(saved.X(2), transposeB: true);
        var ofScores = weights * (ofWeights - (weights * ofWeights).Sum(-1, keepDims: true)) * plan.Scale;
        return input == 0 ? ofScores.MatMul(key) : ofScores.MatMul(query, transposeA: true);
    }

    public void Gradients(Saved saved, ReadOnlySpan<Tensor?> g, ReadOnlySpan<bool> wanted, Span<Tensor?> d)
    {
        for (var i = 0; i < 3; i++) d[i] = Tensor.Allocate(saved.X(i).Shape, g[0]!.DType);
        Dispatch.Float(Name, g[0]!.DType, new GradientKernel(plan, g[0]!, saved.X(0), saved.X(1), saved.X(2), _logSums!, d[0]!, d[1]!, d[2]!));
    }

    public IEnumerable<Tensor> Own => _logSums is null ? [] : [_logSums];

    public Op Again() => new AttentionOp(plan);

    public void Release() => _logSums = null;

    private readonly struct Kernel(AttentionPlan plan, Tensor q, Tensor k, Tensor v, Tensor y, Tensor logSums) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
            AttentionKernels.Forward(plan, q.Span<T>(), k.Span<T>(), v.Span<T>(), y.Span<T>(), logSums.Span<T>());
    }

    private readonly struct GradientKernel(AttentionPlan plan, Tensor g, Tensor q, Tensor k, Tensor v, Tensor logSums, Tensor dq, Tensor dk, Tensor dv) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
            AttentionKernels.Gradient(plan, g.Span<T>(), q.Span<T>(), k.Span<T>(), v.Span<T>(), logSums.Span<T>(), dq.Span<T>(), dk.Span<T>(), dv.Span<T>());
    }
}
