using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>y = P·V in each head with P = softmax(Q·Kᵀ/√d);  dV = Pᵀ·g,  dQ = dS·K/√d,  dK = dSᵀ·Q/√d with dS = P (dP − Σ P dP) and dP = g·Vᵀ.</summary>
/// <remarks>Queries, keys and values lie side by side, [batch, steps, 3 · features], as one projection makes them; y is [batch, steps, features]. Each head reads its columns where they lie. Only the logarithm of each row's sum of exponentials is kept besides the input.</remarks>
internal sealed class SelfAttentionOp(int heads, bool causal) : NaryOp("MultiHeadAttention", Saves.Inputs), IFusedGradients
{
    private Tensor? _logSums;

    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var plan = Plan(x[0].Shape);
        var y = Tensor.Allocate(new Shape(plan.Samples, plan.Queries, Features(x[0].Shape)), x[0].DType);
        _logSums = Tensor.New([plan.Matrices, plan.Queries], y.DType);
        Dispatch.Float(Name, y.DType, new Kernel(plan, x[0], y, _logSums));
        return y;
    }

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        var x = saved.X();
        var plan = Plan(x.Shape);
        var parts = x.Chunk(3, axis: 2);
        for (var i = 0; i < 3; i++) parts[i] = Apart(parts[i]);
        g = Apart(g);
        var weights = AttentionOp.Weights(parts[0], parts[1], plan.Scale, causal);
        var ofWeights = g.MatMul(parts[2], transposeB: true);
        var ofScores = weights * (ofWeights - (weights * ofWeights).Sum(-1, keepDims: true)) * plan.Scale;
        return Tensor.Concat(
            [Together(ofScores.MatMul(parts[1])), Together(ofScores.MatMul(parts[0], transposeA: true)), Together(weights.MatMul(g, transposeA: true))], axis: 2);
    }

    public void Gradients(Saved saved, ReadOnlySpan<Tensor?> g, ReadOnlySpan<bool> wanted, Span<Tensor?> d)
    {
        d[0] = Tensor.Allocate(saved.X().Shape, g[0]!.DType);
        Dispatch.Float(Name, g[0]!.DType, new GradientKernel(Plan(saved.X().Shape), g[0]!, saved.X(), _logSums!, d[0]!));
    }

    public void Release() => _logSums = null;

    public IEnumerable<Tensor> Own => _logSums is null ? [] : [_logSums];

    public Op Again() => new SelfAttentionOp(heads, causal);

    private static int Features(Shape x) => x[2] / 3;

    private Tensor Apart(Tensor x) => x.Reshape(x.Shape[0], x.Shape[1], heads, x.Shape[2] / heads).Transpose(1, 2);

    private static Tensor Together(Tensor x) => x.Transpose(1, 2).Reshape(x.Shape[0], x.Shape[2], x.Shape[1] * x.Shape[3]);

    private AttentionPlan Plan(Shape x)
    {
        var (batch, steps, features) = (x[0], x[1], Features(x));
        var size = features / heads;
        var input = new HeadLayout(3 * features, size, steps * 3 * features);
        return new AttentionPlan(batch, heads, steps, steps, size, size, causal, 1 / Math.Sqrt(size))
        {
            Q = input,
            K = input,
            V = input,
            Y = new HeadLayout(features, size, steps * features),
        };
    }

    private readonly struct Kernel(AttentionPlan plan, Tensor x, Tensor y, Tensor logSums) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var features = Features(x.Shape);
            ReadOnlySpan<T> from = x.Span<T>();
            AttentionKernels.Forward<T>(plan, from, from[features..], from[(2 * features)..], y.Span<T>(), logSums.Span<T>());
        }
    }

    private readonly struct GradientKernel(AttentionPlan plan, Tensor g, Tensor x, Tensor logSums, Tensor dx) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var features = Features(x.Shape);
            ReadOnlySpan<T> from = x.Span<T>();
            var to = dx.Span<T>();
            AttentionKernels.Gradient<T>(
                plan, g.Span<T>(), from, from[features..], from[(2 * features)..], logSums.Span<T>(), to, to[features..], to[(2 * features)..]);
        }
    }
}
