using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad;

/// <summary>z = f(x, y), element by element with broadcasting, on integers too.</summary>
internal abstract class NumberBinaryOp(string name, Saves saves) : Op(name, saves), IRecyclable
{
    private BinaryKernel<float>? _float32;
    private BinaryKernel<double>? _float64;

    internal sealed override bool Broadcasts => true;

    /// <summary>Computes z from x and y; all have the same length and do not overlap.</summary>
    protected abstract void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    public Tensor Apply(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Guard.SameDType(Name, x, y);
        return x.IsIndirect || y.IsIndirect ? Indirection.Apply(this, x, y) : Compute(x, y);
    }

    internal sealed override bool IsPointwise => true;

    internal sealed override Tensor Compute(ReadOnlySpan<Tensor> x) => Compute(x[0], x[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Tensor Compute(Tensor x, Tensor y)
    {
        var z = Tensor.Allocate(Shape.Broadcast(Name, x.Shape, y.Shape), x.DType);
        switch (x.DType)
        {
            case DType.Float32: Map(ref _float32, x, y, z); break;
            case DType.Float64: Map(ref _float64, x, y, z); break;
            default: Dispatch.Number(Name, x.DType, new Typed(this, x, y, z)); break;
        }
        var result = Record(x, y, z);
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return result;
    }

    private void Map<T>(ref BinaryKernel<T>? bound, Tensor x, Tensor y, Tensor z) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        bound ??= Forward;
        if (x.Shape.SameAs(y.Shape) && z.Size > ElementChunks.Size) ElementChunks.Map(bound, x.Held<T>(), y.Held<T>(), z.Held<T>());
        else if (x.Shape.SameAs(y.Shape)) bound(x.Held<T>(), y.Held<T>(), z.Held<T>());
        else Broadcasting.Run(x.Shape.Extents, y.Shape.Extents, z.Shape.Extents, x.Held<T>(), y.Held<T>(), z.Held<T>(), new BoundKernel<T>(bound), splits: true);
    }

    private readonly struct Typed(NumberBinaryOp op, Tensor x, Tensor y, Tensor z) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            BinaryKernel<T>? bound = null;
            op.Map(ref bound, x, y, z);
        }
    }
}
