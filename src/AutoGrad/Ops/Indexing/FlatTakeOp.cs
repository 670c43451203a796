using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>y = the elements of x at some places, 0 for none;  dx = g added up where it came from.</summary>
internal sealed class FlatTakeOp(string name, int[] positions, Shape shape) : NaryOp(name, Saves.None), IRecyclable, ILinear
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var y = Tensor.Allocate(shape, x[0].DType);
        Dispatch.Bits(y.DType, new Kernel(x[0], y, positions));
        return y;
    }

    internal override Tensor Batched(BatchedInputs x) => new FlatTakeOp(Name, BatchAxis.Repeat(positions, x[0].Size / x.Size, x.Size), BatchAxis.Behind(shape, x.Size)).Apply(x[0]);

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new FlatSumOp(Name, positions, saved.ShapeOf()).Apply(g);

    private readonly struct Kernel(Tensor x, Tensor y, int[] positions) : IBitsKernel
    {
        public void Run<T>() where T : unmanaged => FlatPositions.Take<T>(positions, x.Bits<T>(), y.Bits<T>());
    }
}

/// <summary>y = zeros with the elements of x added at some places: the transpose of taking them;  dx = g, taken.</summary>
internal sealed class FlatSumOp(string name, int[] positions, Shape shape) : NaryOp(name, Saves.None), IRecyclable, ILinear
{
    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var y = Tensor.Allocate(shape, x[0].DType);
        Dispatch.Number(Name, y.DType, new Kernel(x[0], y, positions));
        return y;
    }

    internal override Tensor Batched(BatchedInputs x) => new FlatSumOp(Name, BatchAxis.Repeat(positions, shape.Size, x.Size), BatchAxis.Behind(shape, x.Size)).Apply(x[0]);

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new FlatTakeOp(Name, positions, saved.ShapeOf()).Apply(g);

    private readonly struct Kernel(Tensor x, Tensor y, int[] positions) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            y.Span<T>().Clear();
            FlatPositions.Add<T>(positions, x.Span<T>(), y.Span<T>());
        }
    }
}

/// <summary>z = x with the elements of y at some places, no place twice;  dx = g with zeros there,  dy = g taken from there.</summary>
internal sealed class FlatPutOp(string name, int[] positions) : NaryOp(name, Saves.None), IRecyclable
{
    // what does not move is put as zeros; its shape is not known here, the number of its elements is
    protected internal override Tensor? Jvp(Saved saved, ReadOnlySpan<Tensor?> t) =>
        t[0] is { } x ? new FlatPutOp(Name, positions).Apply(x, t[1] ?? Tensor.Zeros([positions.Length], x.DType)) : null;

    /// <summary>Where several elements go to one place, the last one stays, and the others get no gradient.</summary>
    public static Tensor Apply(string name, Tensor x, int[] positions, Tensor y)
    {
        FlatPositions.KeepLast(positions, x.Size);
        return new FlatPutOp(name, positions).Apply(x, y);
    }

    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var z = Tensor.Allocate(x[0].Shape, x[0].DType);
        Dispatch.Bits(z.DType, new Kernel(x[0], x[1], z, positions));
        return z;
    }

    internal override Tensor Batched(BatchedInputs x) => new FlatPutOp(Name, BatchAxis.Repeat(positions, x[0].Size / (x.Has(0) ? x.Size : 1), x.Size)).Apply(x.Whole(0), x.Whole(1));

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => input == 1
        ? new FlatTakeOp(Name, positions, saved.ShapeOf(1)).Apply(g)
        : new FlatPutOp(Name, positions).Apply(g, Tensor.Zeros([positions.Length], g.DType));

    private readonly struct Kernel(Tensor x, Tensor y, Tensor z, int[] positions) : IBitsKernel
    {
        public void Run<T>() where T : unmanaged
        {
            x.Bits<T>().CopyTo(z.Bits<T>());
            FlatPositions.Put<T>(positions, y.Bits<T>(), z.Bits<T>());
        }
    }
}
