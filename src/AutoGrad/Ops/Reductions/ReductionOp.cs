using System.Numerics;

namespace AutoGrad.Ops;

/// <summary>y = one number of the elements along some axes, which are kept with extent 1.</summary>
internal abstract class ReductionOp(string name, Saves saves, ReducedShape over) : NaryOp(name, saves), IRecyclable
{
    /// <summary>What is reduced.</summary>
    protected ReducedShape Over => over;

    /// <summary>dx, in tensor operations; y and g have the kept shape.</summary>
    protected abstract Tensor Rule(Saved saved, Tensor g);

    /// <summary>Fills y, which has the kept shape.</summary>
    private protected abstract void Fill(Tensor x, Tensor y);

    public Tensor Apply(Tensor x, bool keepDims)
    {
        var y = Apply(x);
        return keepDims ? y : y.Reshape(over.Dropped);
    }

    protected sealed override Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var y = Tensor.Allocate(over.Kept, x[0].DType);
        Fill(x[0], y);
        return y;
    }

    /// <summary>The same reduction of another shape; null for one that takes all elements or none.</summary>
    private protected abstract ReductionOp? With(ReducedShape over);

    // each result has elements of its own, so the rule for an upstream gradient of 1 is their row of the Jacobian
    protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t) =>
        Saves == Saves.None ? Apply(t[0]!) : new SumOp(over).Apply(Rule(saved, Tensor.Ones(over.Kept, t[0]!.DType)) * t[0]!);

    internal sealed override Tensor? Batched(BatchedInputs x) => With(over.Behind(x.Size))?.Apply(x[0]);

    protected internal sealed override Tensor Vjp(int input, Saved saved, Tensor g) => Rule(saved, g);
}

/// <summary>A reduction that works on integers too.</summary>
internal abstract class NumberReductionOp(string name, Saves saves, ReducedShape over) : ReductionOp(name, saves, over)
{
    /// <summary>Computes y from x, which has the given extents.</summary>
    protected abstract void Forward<T>(ReadOnlySpan<int> extents, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    private protected sealed override void Fill(Tensor x, Tensor y) => Dispatch.Number(Name, y.DType, new Kernel(this, x, y));

    private readonly struct Kernel(NumberReductionOp op, Tensor x, Tensor y) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => op.Forward<T>(x.Shape.Extents, x.Span<T>(), y.Span<T>());
    }
}

/// <summary>A reduction of floating-point numbers.</summary>
internal abstract class FloatReductionOp(string name, Saves saves, ReducedShape over) : ReductionOp(name, saves, over)
{
    /// <summary>Computes y from x, which has the given extents.</summary>
    protected abstract void Forward<T>(ReadOnlySpan<int> extents, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>;

    private protected sealed override void Fill(Tensor x, Tensor y) => Dispatch.Float(Name, y.DType, new Kernel(this, x, y));

    private readonly struct Kernel(FloatReductionOp op, Tensor x, Tensor y) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => op.Forward<T>(x.Shape.Extents, x.Span<T>(), y.Span<T>());
    }
}
