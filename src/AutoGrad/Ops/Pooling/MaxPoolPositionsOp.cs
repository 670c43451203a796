using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>y = where the largest element of each window is in its image, Int64: whole numbers have no gradient.</summary>
internal sealed class MaxPoolPositionsOp(string name, PoolWindows[] axes) : NaryOp(name, Saves.None)
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var values = Tensor.Allocate(Pools.Result(x[0].Shape, axes), x[0].DType);
        var positions = Tensor.Allocate(values.Shape, DType.Int32);
        Dispatch.Number(Name, values.DType, new Kernel(axes, x[0], values, positions));
        return positions.To(DType.Int64);
    }

    internal override Tensor Batched(BatchedInputs x) => Apply(x[0]);

    private readonly struct Kernel(PoolWindows[] axes, Tensor x, Tensor values, Tensor positions) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => WindowMaximum.Run(axes, x.Span<T>(), values.Span<T>(), positions.Span<int>());
    }
}
