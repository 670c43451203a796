using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>y = the largest element of each window;  dx = g where it was found.</summary>
/// <remarks>Where the largest elements are is found once, forward, and kept besides the inputs.</remarks>
internal sealed class MaxPoolOp(string name, PoolWindows[] axes) : NaryOp(name, Saves.None), IFusedGradients
{
    private Tensor? _positions;

    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var y = Tensor.Allocate(Pools.Result(x[0].Shape, axes), x[0].DType);
        _positions = Tensor.Allocate(y.Shape, DType.Int32);
        Dispatch.Number(Name, y.DType, new Kernel(axes, x[0], y, _positions));
        return y;
    }

    // all axes before the windows' are alike
    internal override Tensor Batched(BatchedInputs x) => new MaxPoolOp(Name, axes).Apply(x[0]);

    protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t)
    {
        var x = saved.ShapeOf();
        var (planes, plane) = (Shape.Product(x.Extents[..^axes.Length]), Shape.Product(x.Extents[^axes.Length..]));
        return t[0]!.Reshape(new Shape(planes, plane)).Gather(1, _positions!.Reshape(new Shape(planes, planes == 0 ? 0 : _positions!.Size / planes))).Reshape(_positions.Shape);
    }

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        var x = saved.ShapeOf();
        var (planes, plane) = (Shape.Product(x.Extents[..^axes.Length]), Shape.Product(x.Extents[^axes.Length..]));
        var parts = new Shape(planes, planes == 0 ? 0 : g.Size / planes);
        return new ScatterSumOp(new Shape(planes, plane), 1).Apply(g.Reshape(parts), _positions!.Reshape(parts)).Reshape(x);
    }

    public void Gradients(Saved saved, ReadOnlySpan<Tensor?> g, ReadOnlySpan<bool> wanted, Span<Tensor?> d)
    {
        d[0] = Tensor.Allocate(saved.ShapeOf(), g[0]!.DType);
        Dispatch.Number(Name, g[0]!.DType, new GradientKernel(axes, g[0]!, _positions!, d[0]!));
    }

    public void Release() => _positions = null;

    public IEnumerable<Tensor> Own => _positions is null ? [] : [_positions];

    public Op Again() => new MaxPoolOp(Name, axes);

    private readonly struct Kernel(PoolWindows[] axes, Tensor x, Tensor y, Tensor positions) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => WindowMaximum.Run(axes, x.Span<T>(), y.Span<T>(), positions.Span<int>());
    }

    private readonly struct GradientKernel(PoolWindows[] axes, Tensor g, Tensor positions, Tensor dx) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => WindowMaximum.Gradient<T>(axes, g.Span<T>(), positions.Span<int>(), dx.Span<T>());
    }
}
