using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad;

/// <summary>z = f(x, y), element by element with broadcasting, on Float32 and Float64.</summary>
/// <param name="name">The name in messages.</param>
/// <param name="saves">What the rule reads.</param>
public abstract class BinaryOp(string name, Saves saves) : Op(name, saves)
{
    private BinaryKernel<float>? _float32;
    private BinaryKernel<double>? _float64;

    internal sealed override bool Broadcasts => true;

    /// <summary>Computes z from x and y; all have the same length and do not overlap.</summary>
    /// <param name="x">The first operand.</param>
    /// <param name="y">The second operand.</param>
    /// <param name="z">The output, to be filled.</param>
    protected abstract void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Computes the output and records it.</summary>
    /// <param name="x">The first operand.</param>
    /// <param name="y">The second operand.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating.</exception>
    public Tensor Apply(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Guard.SameDType(Name, x, y);
        if (!x.DType.IsFloating) throw Guard.NeedsFloat(Name, x.DType);
        return x.IsIndirect || y.IsIndirect ? Indirection.Apply(this, x, y) : Compute(x, y);
    }

    internal sealed override bool IsPointwise => true;

    internal sealed override Tensor Compute(ReadOnlySpan<Tensor> x) => Compute(x[0], x[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Tensor Compute(Tensor x, Tensor y)
    {
        var z = Tensor.Allocate(Shape.Broadcast(Name, x.Shape, y.Shape), x.DType);
        if (x.DType == DType.Float32) Map(ref _float32, x, y, z);
        else Map(ref _float64, x, y, z);
        var result = Record(x, y, z);
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return result;
    }

    private void Map<T>(ref BinaryKernel<T>? bound, Tensor x, Tensor y, Tensor z) where T : unmanaged, IFloatingPointIeee754<T>
    {
        bound ??= Forward;
        if (x.Shape.SameAs(y.Shape) && z.Size > ElementChunks.Size && this is IPointwise) ElementChunks.Map(bound, x.Held<T>(), y.Held<T>(), z.Held<T>());
        else if (x.Shape.SameAs(y.Shape)) bound(x.Held<T>(), y.Held<T>(), z.Held<T>());
        else Broadcasting.Run(x.Shape.Extents, y.Shape.Extents, z.Shape.Extents, x.Held<T>(), y.Held<T>(), z.Held<T>(), new BoundKernel<T>(bound), this is IPointwise);
    }
}
