using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad;

/// <summary>y = f(x), element by element, on integers too.</summary>
internal abstract class NumberUnaryOp(string name, Saves saves) : Op(name, saves), IRecyclable
{
    private UnaryKernel<float>? _float32;
    private UnaryKernel<double>? _float64;
    private FusedGradient _gradient;
    private bool _shared;

    /// <summary>Computes y from x; both have the same length and do not overlap.</summary>
    protected abstract void Forward<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    /// <summary>dx, in tensor operations.</summary>
    protected abstract Tensor Rule(Saved saved, Tensor g);

    public Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.IsIndirect ? Indirection.Apply(this, x) : Compute(x);
    }

    internal sealed override bool IsPointwise => true;

    internal sealed override Tensor Compute(ReadOnlySpan<Tensor> x) => Compute(x[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Tensor Compute(Tensor x)
    {
        var y = Tensor.Allocate(x.Shape, x.DType);
        switch (x.DType)
        {
            case DType.Float32: Map(ref _float32, x.Held<float>(), y.Held<float>()); break;
            case DType.Float64: Map(ref _float64, x.Held<double>(), y.Held<double>()); break;
            default: Dispatch.Number(Name, x.DType, new Kernel(this, x, y)); break;
        }
        var result = Record(x, y);
        GC.KeepAlive(x);
        return result;
    }

    /// <summary>Runs the fused gradient kernel if there is one and nothing is being recorded, the rule otherwise.</summary>
    protected internal sealed override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        if (this is not IGradientKernel kernel || GradMode.Enabled || g.IsIndirect) return Rule(saved, g);
        var read = Saves == Saves.Output ? saved.Y : Saves == Saves.Inputs ? saved.X() : g;
        return read.IsIndirect ? Rule(saved, g) : _gradient.Run(kernel, g, read, splits: true);
    }

    private void Map<T>(ref UnaryKernel<T>? bound, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (x.Length > ElementChunks.Size)
        {
            ElementChunks.Map(bound ??= Forward, x, y);
            return;
        }
        if (bound is { } kernel)
        {
            kernel(x, y);
            return;
        }
        Forward(x, y);
        if (_shared) bound = Forward;       // applied again: worth binding
        _shared = true;
    }

    private readonly struct Kernel(NumberUnaryOp op, Tensor x, Tensor y) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => op.Forward<T>(x.Span<T>(), y.Span<T>());
    }
}
