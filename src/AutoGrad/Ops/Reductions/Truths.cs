using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>Reductions of truth values, and of numbers taken as such. They have no derivative.</summary>
internal static class Truths
{
    public static Tensor Reduce<TReduction>(string op, Tensor x, ReadOnlySpan<int> axes, bool keepDims, TReduction reduction)
        where TReduction : struct, IReduction<bool>
    {
        var over = ReducedShape.Of(op, x.Shape, axes);
        var y = Tensor.Allocate(keepDims ? over.Kept : over.Dropped, DType.Bool);
        Reducer.Run(x.Shape.Extents, over.Reduced, Of(x).Span<bool>(), y.Span<bool>(), reduction);
        return y;
    }

    /// <summary>True where an element is not 0.</summary>
    public static Tensor Of(Tensor x)
    {
        if (x.DType == DType.Bool) return x;
        var y = Tensor.Allocate(x.Shape, DType.Bool);
        Dispatch.Number("Any", x.DType, new Kernel(x, y));
        return y;
    }

    private readonly struct Kernel(Tensor x, Tensor y) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var from = x.Span<T>();
            var to = y.Span<bool>();
            for (var i = 0; i < to.Length; i++) to[i] = from[i] != T.Zero;
        }
    }
}
