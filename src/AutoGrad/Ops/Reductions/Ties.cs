using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>How the elements that equal an extreme share its gradient.</summary>
internal static class Ties
{
    /// <summary>1/k where x equals the extreme y of its group and k elements do, 0 elsewhere. A constant: nothing is recorded.</summary>
    /// <remarks>NaN in a group whose extreme is NaN, where none equals it: its gradient is unknown, as in PyTorch.</remarks>
    public static Tensor Shares(Tensor x, Tensor y, bool[] reduced)
    {
        var shares = Tensor.Allocate(x.Shape, x.DType);
        Dispatch.Float("Max", x.DType, new Kernel(x, y, shares, reduced));
        return shares;
    }

    private readonly struct Kernel(Tensor x, Tensor y, Tensor shares, bool[] reduced) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var extents = x.Shape.Extents;
            var kept = y.Shape.Extents;
            var share = shares.Span<T>();
            Broadcasting.Run(extents, kept, extents, x.Span<T>(), y.Span<T>(), share, new Equals<T>());
            var count = Tensor.Allocate(y.Shape, y.DType);
            Reducer.Run(extents, reduced, share, count.Span<T>(), new SumReduction<T>());
            Broadcasting.Run(extents, kept, extents, share, count.Span<T>(), share, new Divides<T>());
        }
    }

    private readonly struct Equals<T> : IBinaryKernel<T, T> where T : unmanaged, INumber<T>
    {
        public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        {
            for (var i = 0; i < z.Length; i++) z[i] = x[i] == y[i] ? T.One : T.Zero;
        }
    }

    private readonly struct Divides<T> : IBinaryKernel<T, T> where T : unmanaged, INumber<T>
    {
        public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => TensorPrimitives.Divide(x, y, z);
    }
}
