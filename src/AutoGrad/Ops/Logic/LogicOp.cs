using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>A truth value from two truth values, element by element with broadcasting; each is one byte, 0 or 1.</summary>
internal abstract class LogicOp(string name) : Op(name, Saves.None)
{
    internal sealed override bool Broadcasts => true;

    /// <summary>Computes z from x and y; all have the same length.</summary>
    protected abstract void Forward(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, Span<byte> z);

    public Tensor Apply(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Guard.Mask(Name, x);
        Guard.Mask(Name, y);
        return x.IsIndirect || y.IsIndirect ? Indirection.Apply(this, x, y) : Compute([x, y]);
    }

    internal sealed override bool IsPointwise => true;

    internal sealed override Tensor Compute(ReadOnlySpan<Tensor> inputs)
    {
        var (x, y) = (inputs[0], inputs[1]);
        var z = Tensor.Allocate(Shape.Broadcast(Name, x.Shape, y.Shape), DType.Bool);
        Broadcasting.Run(x.Shape.Extents, y.Shape.Extents, z.Shape.Extents, x.Bits<byte>(), y.Bits<byte>(), z.Bits<byte>(), new Kernel(this));
        return z;
    }

    private readonly struct Kernel(LogicOp op) : IBinaryKernel<byte, byte>
    {
        public void Run(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, Span<byte> z) => op.Forward(x, y, z);
    }
}
