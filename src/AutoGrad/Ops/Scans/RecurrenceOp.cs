using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>
/// yₖ = bₖ + aₖ yₖ₋₁ along an axis, or yₖ = bₖ + aₖ₊₁ yₖ₊₁ from its end: each is the transpose of the other in b;
/// db = the other of g, and da = db times the neighbour of y that a multiplied.
/// </summary>
internal sealed class RecurrenceOp(int axis, bool fromEnd) : NaryOp("Recurrence", Saves.Inputs | Saves.Output), IRecyclable
{
    /// <summary>x one place later along an axis, after a first value.</summary>
    public static Tensor Delayed(Tensor x, int axis, double first)
    {
        var extent = x.Shape[axis];
        if (extent == 0) return x;
        var region = SliceRegion.Range(x.Shape, axis, 1, extent - 1);
        return new PlaceOp("Recurrence", region, x.Shape, first).Apply(x.Narrow(axis, 0, extent - 1));
    }

    protected override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var y = Tensor.Allocate(x[1].Shape, x[1].DType);
        Dispatch.Float(Name, y.DType, new Kernel(x[0], x[1], y, axis, fromEnd));
        return y;
    }

    internal override Tensor Batched(BatchedInputs x) => new RecurrenceOp(axis + 1, fromEnd).Apply(x.Whole(0), x.Whole(1));

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        var db = new RecurrenceOp(axis, !fromEnd).Apply(saved.X(0), g);
        if (input == 1) return db;
        return fromEnd ? Delayed(db, axis, first: 0) * saved.Y : db * Delayed(saved.Y, axis, first: 0);
    }

    private readonly struct Kernel(Tensor a, Tensor b, Tensor y, int axis, bool fromEnd) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
            LinearRecurrence.Run(y.Shape[axis], y.Shape.Inner(axis), fromEnd, a.Span<T>(), b.Span<T>(), y.Span<T>());
    }
}
