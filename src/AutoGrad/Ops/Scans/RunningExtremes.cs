using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>The extreme so far along an axis, and where it is.</summary>
internal static class RunningExtremes
{
    public static (Tensor Values, Tensor Indices) Of(string op, Tensor x, int axis, bool largest)
    {
        var at = Guard.Axis(op, axis, x.Shape, Math.Max(x.Rank, 1));
        var indices = Tensor.Allocate(x.Shape, DType.Int64);
        Dispatch.Number(op, x.DType, new Kernel(x, indices, at, largest));
        return (x.Gather(axis, indices), indices);
    }

    private readonly struct Kernel(Tensor x, Tensor y, int axis, bool largest) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var (n, inner) = x.Rank == 0 ? (1, 1) : (x.Shape[axis], x.Shape.Inner(axis));
            RunningExtreme.Run(n, inner, largest, x.Span<T>(), y.Span<long>());
        }
    }
}
