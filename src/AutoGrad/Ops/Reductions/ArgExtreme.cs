using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>Positions of extremes. They are integers and carry no gradient.</summary>
internal static class ArgExtreme
{
    public static Tensor Flat(string op, Tensor x, bool largest)
    {
        ReducedShape.OfSome(op, x.Shape, []);
        var y = Tensor.Allocate([], DType.Int64);
        Dispatch.Number(op, x.DType, new Kernel(x, y, x.Size, 1, largest));
        if (OpObserver.Any) OpObserver.ShowDetached(x, op);
        return y;
    }

    public static Tensor Along(string op, Tensor x, int axis, bool keepDims, bool largest)
    {
        var at = Guard.Axis(op, axis, x.Shape);
        var over = ReducedShape.OfSome(op, x.Shape, [at]);
        var y = Tensor.Allocate(keepDims ? over.Kept : over.Dropped, DType.Int64);
        Dispatch.Number(op, x.DType, new Kernel(x, y, x.Shape[at], x.Shape.Inner(at), largest));
        if (OpObserver.Any) OpObserver.ShowDetached(x, op);
        return y;
    }

    private readonly struct Kernel(Tensor x, Tensor y, int n, int inner, bool largest) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            if (largest) ExtremeIndex.Run(x.Span<T>(), n, inner, y.Span<long>(), new ExtremeIndex.Largest<T>());
            else ExtremeIndex.Run(x.Span<T>(), n, inner, y.Span<long>(), new ExtremeIndex.Smallest<T>());
        }
    }
}
