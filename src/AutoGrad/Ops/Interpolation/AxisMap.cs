using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>y = A·x along one axis, for a sparse matrix A;  dx = Aᵀ·g.</summary>
/// <remarks>Pooling by averages and interpolation are such products along one axis after another.</remarks>
internal sealed class AxisMapOp(string name, int axis, SparseRows map, SparseRows? transposed = null) : NaryOp(name, Saves.None), IRecyclable, ILinear
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var y = Tensor.Allocate(x[0].Shape.With(axis, map.Rows), x[0].DType);
        Dispatch.Float(Name, y.DType, new Kernel(x[0], y, axis, map));
        return y;
    }

    internal override Tensor Batched(BatchedInputs x) => new AxisMapOp(Name, axis + 1, map, transposed).Apply(x[0]);

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new AxisMapOp(Name, axis, transposed ?? map.Transposed(), map).Apply(g);

    private readonly struct Kernel(Tensor x, Tensor y, int axis, SparseRows map) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => map.Run(x.Shape.Inner(axis), x.Span<T>(), y.Span<T>());
    }
}
