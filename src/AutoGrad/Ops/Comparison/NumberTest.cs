using System.Numerics;

namespace AutoGrad.Ops;

/// <summary>A truth value from one number, element by element. It has no derivative, and its result carries no gradient.</summary>
internal abstract class NumberTest(string name) : Op(name, Saves.None)
{
    /// <summary>Computes y from x; both have the same length.</summary>
    protected abstract void Forward<T>(ReadOnlySpan<T> x, Span<bool> y) where T : unmanaged, INumber<T>;

    public Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.IsIndirect ? Indirection.Apply(this, x) : Compute([x]);
    }

    internal sealed override bool IsPointwise => true;

    internal sealed override Tensor Compute(ReadOnlySpan<Tensor> inputs)
    {
        var x = inputs[0];
        var y = Tensor.Allocate(x.Shape, DType.Bool);
        Dispatch.Number(Name, x.DType, new Kernel(this, x, y));
        return y;
    }

    private readonly struct Kernel(NumberTest op, Tensor x, Tensor y) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => op.Forward<T>(x.Span<T>(), y.Span<bool>());
    }
}
