using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad;

/// <summary>y = f(x), element by element, on Float32 and Float64.</summary>
/// <remarks>
/// A derived class is complete with a forward kernel and a rule:
/// <code>
/// sealed class SoftsignOp() : UnaryOp("Softsign", Saves.Inputs)
/// {
///     protected override void Forward&lt;T&gt;(ReadOnlySpan&lt;T&gt; x, Span&lt;T&gt; y)
///     {
///         for (var i = 0; i &lt; x.Length; i++) y[i] = x[i] / (T.One + T.Abs(x[i]));
///     }
///
///     protected override Tensor Rule(Saved s, Tensor g) => g / (1 + s.X().Abs()).Square();
/// }
/// </code>
/// </remarks>
/// <param name="name">The name in messages.</param>
/// <param name="saves">What the rule reads.</param>
public abstract class UnaryOp(string name, Saves saves) : Op(name, saves)
{
    private UnaryKernel<float>? _float32;
    private UnaryKernel<double>? _float64;
    private FusedGradient _gradient;
    private bool _shared;

    internal override bool IsPointwise => true;

    // a fused kernel sees spans only
    internal sealed override bool Recycles => this is IGradientKernel or IRecyclable;

    /// <summary>Computes y from x; both have the same length and do not overlap.</summary>
    /// <param name="x">The input.</param>
    /// <param name="y">The output, to be filled.</param>
    protected abstract void Forward<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>dx, in tensor operations: the specification, differentiable again.</summary>
    /// <param name="saved">What the op saved.</param>
    /// <param name="g">The upstream gradient.</param>
    protected abstract Tensor Rule(Saved saved, Tensor g);

    /// <summary>Computes the output and records it.</summary>
    /// <param name="x">The input.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not Float32 or Float64.</exception>
    public Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DType.IsFloating) throw Guard.NeedsFloat(Name, x.DType);
        return x.IsIndirect ? Indirection.Apply(this, x) : Compute(x);
    }

    internal sealed override Tensor Compute(ReadOnlySpan<Tensor> x) => Compute(x[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Tensor Compute(Tensor x)
    {
        var y = Tensor.Allocate(x.Shape, x.DType);
        if (x.DType == DType.Float32) Map(ref _float32, x.Held<float>(), y.Held<float>());
        else Map(ref _float64, x.Held<double>(), y.Held<double>());
        var result = Record(x, y);
        GC.KeepAlive(x);
        return result;
    }

    /// <summary>Runs the fused gradient kernel if there is one and nothing is being recorded, the rule otherwise.</summary>
    protected internal sealed override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        if (this is not IGradientKernel kernel || GradMode.Enabled || g.IsIndirect) return Rule(saved, g);
        var read = Saves == Saves.Output ? saved.Y : Saves == Saves.Inputs ? saved.X() : g;
        if (read.IsIndirect) return Rule(saved, g);
        return _gradient.Run(kernel, g, read, this is IPointwise);
    }

    private void Map<T>(ref UnaryKernel<T>? bound, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length > ElementChunks.Size && this is IPointwise)
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

    /// <summary>The rule, for the test that compares it with the fused kernel.</summary>
    internal Tensor RuleOf(Saved saved, Tensor g) => Rule(saved, g);
}

/// <summary>A gradient in one pass over spans, for when nothing is being recorded. It must equal the op's rule; a test compares them.</summary>
public interface IGradientKernel
{
    /// <summary>Computes dx from the upstream gradient and what the op saved.</summary>
    /// <param name="g">The upstream gradient.</param>
    /// <param name="saved">The saved input or output; the gradient itself for an op that saves nothing.</param>
    /// <param name="dx">The input's gradient, to be filled.</param>
    void Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> saved, Span<T> dx) where T : unmanaged, IFloatingPointIeee754<T>;
}
