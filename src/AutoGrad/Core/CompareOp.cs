using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad;

/// <summary>A truth value from two numbers, element by element with broadcasting. It has no derivative, and its result carries no gradient.</summary>
internal abstract class CompareOp(string name) : Op(name, Saves.None)
{
    internal sealed override bool Broadcasts => true;

    /// <summary>Computes z from x and y; all have the same length.</summary>
    protected abstract void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z) where T : unmanaged, INumber<T>;

    public Tensor Apply(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Guard.SameDType(Name, x, y);
        return x.IsIndirect || y.IsIndirect ? Indirection.Apply(this, x, y) : Compute([x, y]);
    }

    internal sealed override bool IsPointwise => true;

    internal sealed override Tensor Compute(ReadOnlySpan<Tensor> inputs)
    {
        var (x, y) = (inputs[0], inputs[1]);
        var z = Tensor.Allocate(Shape.Broadcast(Name, x.Shape, y.Shape), DType.Bool);
        if (x.DType == DType.Bool) new Kernel<byte>(this).Run(x, y, z);
        else Dispatch.Number(Name, x.DType, new Typed(this, x, y, z));
        if (OpObserver.Any) OpObserver.Show(this, [x, y], z);
        return z;
    }

    private readonly struct Typed(CompareOp op, Tensor x, Tensor y, Tensor z) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => new Kernel<T>(op).Run(x, y, z);
    }

    private readonly struct Kernel<T>(CompareOp op) : IBinaryKernel<T, bool> where T : unmanaged, INumber<T>
    {
        public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z) => op.Forward(x, y, z);

        public void Run(Tensor x, Tensor y, Tensor z) =>
            Broadcasting.Run(x.Shape.Extents, y.Shape.Extents, z.Shape.Extents, x.Bits<T>(), y.Bits<T>(), z.Span<bool>(), this, splits: true);
    }
}
