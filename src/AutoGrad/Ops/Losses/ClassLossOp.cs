using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>y = log Σ eˣ − x[class] for each row of [rows, classes];  dx = g (softmax x − 1 at the class).</summary>
/// <param name="targets">The class of each row, checked.</param>
internal sealed class ClassLossOp(int[] targets) : NaryOp("CrossEntropy", Saves.Inputs), IFusedGradients
{
    private Tensor? _logSums;

    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var y = Tensor.Allocate([targets.Length], x[0].DType);
        _logSums = Tensor.New(y.Shape, y.DType);
        Dispatch.Float(Name, y.DType, new Kernel(x[0], targets, y, _logSums));
        return y;
    }

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        var (x, hot) = (saved.X(), Tensor.Zeros(saved.X().Shape, g.DType));
        Dispatch.Float(Name, g.DType, new Ones(hot, targets));
        return g.Unsqueeze(1) * (x.Softmax(1) - hot);
    }

    public void Gradients(Saved saved, ReadOnlySpan<Tensor?> g, ReadOnlySpan<bool> wanted, Span<Tensor?> d)
    {
        d[0] = Tensor.Allocate(saved.X().Shape, g[0]!.DType);
        Dispatch.Float(Name, g[0]!.DType, new GradientKernel(g[0]!, saved.X(), targets, _logSums!, d[0]!));
    }

    public IEnumerable<Tensor> Own => _logSums is null ? [] : [_logSums];

    public Op Again() => new ClassLossOp(targets);

    public void Release() => _logSums = null;

    private readonly struct Kernel(Tensor x, int[] targets, Tensor y, Tensor logSums) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => ClassLoss.Forward(x.Span<T>(), targets, x.Shape[1], y.Span<T>(), logSums.Span<T>());
    }

    private readonly struct GradientKernel(Tensor g, Tensor x, int[] targets, Tensor logSums, Tensor dx) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => ClassLoss.Gradient(g.Span<T>(), x.Span<T>(), targets, logSums.Span<T>(), x.Shape[1], dx.Span<T>());
    }

    private readonly struct Ones(Tensor x, int[] targets) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            for (var r = 0; r < targets.Length; r++) x.Span<T>()[r * x.Shape[1] + targets[r]] = T.One;
        }
    }
}
