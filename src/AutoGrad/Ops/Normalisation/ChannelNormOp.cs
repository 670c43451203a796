using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>y = x̂ w + b with x̂ = (x − mean) / √(variance + ε) of each channel;  dx = (u − mean u − x̂ mean(u x̂)) / √(variance + ε) with u = g w,  dw = Σ g x̂,  db = Σ g.</summary>
/// <remarks>Inputs are x, the weight if there is one, and the bias if there is one. Two numbers a channel are kept besides them.</remarks>
internal sealed class ChannelNormOp(string name, ReducedShape over, double epsilon, bool weighted, bool biased) : NaryOp(name, Saves.Inputs), IFusedGradients
{
    /// <summary>Shorter planes are not worth a vector.</summary>
    public const int LeastPlane = 16;

    private Tensor? _mean, _variance;

    /// <summary>The mean of each channel.</summary>
    public Tensor Mean => _mean!;

    /// <summary>The variance of each channel, of the population.</summary>
    public Tensor Variance => _variance!;

    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var y = Tensor.Allocate(x[0].Shape, x[0].DType);
        Shape channels = [y.Shape[1]];
        (_mean, _variance) = (Tensor.New(channels, y.DType), Tensor.New(channels, y.DType));
        Dispatch.Float(Name, y.DType, new Kernel(x[0], weighted ? x[1] : null, biased ? x[^1] : null, epsilon, y, Mean, Variance));
        return y;
    }

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        var standard = new StandardizeOp(Name, over, epsilon).Apply(saved.X());
        if (input == 0) return StandardizeOp.Pull(saved.X(), standard, weighted ? g * saved.X(1).Reshape(over.Kept) : g, over, epsilon);
        return new SumOp(over).Apply(weighted && input == 1 ? g * standard : g).Reshape(saved.ShapeOf(input));
    }

    public void Gradients(Saved saved, ReadOnlySpan<Tensor?> g, ReadOnlySpan<bool> wanted, Span<Tensor?> d)
    {
        var dx = Tensor.Allocate(saved.X().Shape, g[0]!.DType);
        var (dw, db) = (Tensor.Allocate(Mean.Shape, dx.DType), Tensor.Allocate(Mean.Shape, dx.DType));
        Dispatch.Float(Name, dx.DType, new GradientKernel(g[0]!, saved.X(), weighted ? saved.X(1) : null, Mean, Variance, epsilon, dx, dw, db));
        d[0] = dx;
        if (weighted) d[1] = dw;
        if (biased) d[^1] = db;
    }

    public IEnumerable<Tensor> Own => _mean is null ? [] : [_mean, _variance!];

    public Op Again() => new ChannelNormOp(Name, over, epsilon, weighted, biased);

    public void Release() => (_mean, _variance) = (null, null);

    private readonly struct Kernel(Tensor x, Tensor? weight, Tensor? bias, double epsilon, Tensor y, Tensor mean, Tensor variance) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
            ChannelNorm.Forward(x.Shape[0], x.Shape.Inner(1), x.Span<T>(), weight is null ? [] : weight.Span<T>(), bias is null ? [] : bias.Span<T>(), epsilon, y.Span<T>(), mean.Span<T>(), variance.Span<T>());
    }

    private readonly struct GradientKernel(Tensor g, Tensor x, Tensor? weight, Tensor mean, Tensor variance, double epsilon, Tensor dx, Tensor dw, Tensor db) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => ChannelNorm.Gradient(
            x.Shape[0], x.Shape.Inner(1), g.Span<T>(), x.Span<T>(), weight is null ? [] : weight.Span<T>(), mean.Span<T>(), variance.Span<T>(), epsilon, dx.Span<T>(), dw.Span<T>(), db.Span<T>());
    }
}
