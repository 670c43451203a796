using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>y = x̂ w + b with x̂ = (x − mean) / √(variance + ε) over the last axes;  dx = (u − mean u − x̂ mean(u x̂)) / √(variance + ε) with u = g w,  dw = g x̂,  db = g.</summary>
/// <remarks>
/// Inputs are x, the weight if there is one, and the bias if there is one. Two numbers a row are kept besides them; one where rows are
/// not centered: then 0 stands for the mean, and the mean square for the variance.
/// </remarks>
internal class RowNormOp(string name, ReducedShape over, Shape row, double epsilon, bool centered, bool weighted, bool biased) : NaryOp(name, Saves.Inputs), IFusedGradients
{
    private Tensor? _mean, _scale;

    internal override bool Broadcasts => true;

    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var y = Tensor.Allocate(x[0].Shape, x[0].DType);
        (_mean, _scale) = (centered ? Tensor.New(over.Kept, y.DType) : null, Tensor.New(over.Kept, y.DType));
        Dispatch.Float(Name, y.DType, new Kernel(this, x[0], weighted ? x[1] : null, biased ? x[^1] : null, y));
        return y;
    }

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        if (input > 0) return weighted && input == 1 ? g * Standard(saved) : g;
        if (weighted) g *= saved.X(1);
        if (centered) return StandardizeOp.Pull(saved.X(), Standard(saved), g, over, epsilon);
        var y = Standard(saved);
        return InverseRoot(saved) * (g - y * new MeanOp(over).Apply(g * y));
    }

    public void Gradients(Saved saved, ReadOnlySpan<Tensor?> g, ReadOnlySpan<bool> wanted, Span<Tensor?> d)
    {
        var dx = Tensor.Allocate(saved.X().Shape, g[0]!.DType);
        var (dw, db) = (Tensor.Allocate(row, dx.DType), Tensor.Allocate(row, dx.DType));
        Dispatch.Float(Name, dx.DType, new GradientKernel(this, g[0]!, saved.X(), weighted ? saved.X(1) : null, dx, dw, db));
        d[0] = dx;
        if (weighted) d[1] = dw;
        if (biased) d[^1] = db;
    }

    public IEnumerable<Tensor> Own => _scale is null ? [] : _mean is null ? [_scale] : [_mean, _scale];

    public virtual Op Again() => new RowNormOp(Name, over, row, epsilon, centered, weighted, biased);

    public void Release() => (_mean, _scale) = (null, null);

    private Tensor Standard(Saved saved) => centered ? new StandardizeOp(Name, over, epsilon).Apply(saved.X()) : saved.X() * InverseRoot(saved);

    private Tensor InverseRoot(Saved saved) => (new MeanOp(over).Apply(saved.X().Square()) + epsilon).Rsqrt();

    private readonly struct Kernel(RowNormOp op, Tensor x, Tensor? weight, Tensor? bias, Tensor y) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
            RowNorm.Forward(x.Span<T>(), weight is null ? [] : weight.Span<T>(), bias is null ? [] : bias.Span<T>(), op.Width, op.Epsilon, y.Span<T>(), op._mean is null ? [] : op._mean.Span<T>(), op._scale!.Span<T>());
    }

    private readonly struct GradientKernel(RowNormOp op, Tensor g, Tensor x, Tensor? weight, Tensor dx, Tensor dw, Tensor db) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
            RowNorm.Gradient(g.Span<T>(), x.Span<T>(), weight is null ? [] : weight.Span<T>(), op._mean is null ? [] : op._mean.Span<T>(), op._scale!.Span<T>(), dx.Span<T>(), dw.Span<T>(), db.Span<T>());
    }

    protected ReducedShape Over => over;

    protected Shape Row => row;

    protected double Epsilon => epsilon;

    protected bool Weighted => weighted;

    private int Width => over.Count;
}
