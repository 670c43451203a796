using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>Where the elements of sorted lines come from. They are integers and carry no gradient.</summary>
internal static class SortedIndices
{
    public static Tensor Of(string op, Tensor x, int axis, bool descending) => Of(op, x, axis, descending, 0, x.Rank == 0 ? 1 : x.Shape[Guard.Axis(op, axis, x.Shape)]);

    /// <summary>Those of a part of each sorted line, found without sorting the rest.</summary>
    public static Tensor Of(string op, Tensor x, int axis, bool descending, int first, int count)
    {
        var at = Guard.Axis(op, axis, x.Shape, Math.Max(x.Rank, 1));
        if (x.DType == DType.Bool) x = x.To(DType.Int32);
        var y = Tensor.Allocate(x.Rank == 0 ? [] : x.Shape.With(at, count), DType.Int64);
        Dispatch.Number(op, x.DType, new Kernel(x, y, at, first, count, descending));
        return y;
    }

    private readonly struct Kernel(Tensor x, Tensor y, int axis, int first, int count, bool descending) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var (n, inner) = x.Rank == 0 ? (1, 1) : (x.Shape[axis], x.Shape.Inner(axis));
            SortOrder.Run(n, inner, first, count, descending, x.Span<T>(), y.Span<long>());
        }
    }
}
