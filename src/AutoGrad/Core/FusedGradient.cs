using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad;

/// <summary>Runs an op's gradient kernel, a large one in chunks on several threads if the op treats each element by itself.</summary>
/// <remarks>An op that runs it again has it bound: a generic call through an interface costs more than a small gradient.</remarks>
internal struct FusedGradient
{
    private BinaryKernel<float>? _float32;
    private BinaryKernel<double>? _float64;
    private bool _shared;

    public Tensor Run(IGradientKernel kernel, Tensor g, Tensor saved, bool splits)
    {
        // one array less to walk over: large ones are as slow as the memory
        var dx = splits && ReferenceEquals(ScratchPool.Current?.Overwritable, g) ? g : Tensor.Allocate(g.Shape, g.DType);
        if (g.DType == DType.Float32) Run(ref _float32, kernel, g.Held<float>(), saved.Held<float>(), dx.Held<float>(), splits);
        else Run(ref _float64, kernel, g.Held<double>(), saved.Held<double>(), dx.Held<double>(), splits);
        GC.KeepAlive(g);
        GC.KeepAlive(saved);
        return dx;
    }

    private void Run<T>(ref BinaryKernel<T>? bound, IGradientKernel kernel, ReadOnlySpan<T> g, ReadOnlySpan<T> saved, Span<T> dx, bool splits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (splits && dx.Length > ElementChunks.Size) ElementChunks.Map(bound ??= kernel.Gradient, g, saved, dx);
        else if (bound is { } gradient) gradient(g, saved, dx);
        else
        {
            kernel.Gradient(g, saved, dx);
            if (_shared) bound = kernel.Gradient;
            _shared = true;
        }
    }

    /// <summary>Whether one pass over spans can give the gradients of an op of two inputs now.</summary>
    public static bool Applies(Tensor g, Tensor x, Tensor y) =>
        !GradMode.Enabled && x.Shape.SameAs(g.Shape) && y.Shape.SameAs(g.Shape) && !g.IsIndirect && !x.IsIndirect && !y.IsIndirect;

    /// <summary>The gradient of one of two inputs, over the upstream one where nobody reads that afterwards.</summary>
    public static Tensor Run(IElementGradients kernel, int input, Tensor g, Tensor x, Tensor y)
    {
        var d = ReferenceEquals(ScratchPool.Current?.Overwritable, g) ? g : Tensor.Allocate(g.Shape, g.DType);
        if (g.DType == DType.Float32) Run(kernel, input, g.Span<float>(), x.Span<float>(), y.Span<float>(), d.Span<float>());
        else Run(kernel, input, g.Span<double>(), x.Span<double>(), y.Span<double>(), d.Span<double>());
        return d;
    }

    private static unsafe void Run<T>(IElementGradients kernel, int input, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> d)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (d.Length <= ElementChunks.Size)
        {
            kernel.Gradient(input, g, x, y, d);
            return;
        }
        fixed (T* upstream = g, first = x, second = y, to = d)
            ForkJoin.Run(ElementChunks.Count(d.Length), new Chunks<T>(kernel, input, upstream, first, second, to, d.Length));
    }

    private readonly unsafe struct Chunks<T>(IElementGradients kernel, int input, T* g, T* x, T* y, T* d, int length) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var (start, n) = (chunk * ElementChunks.Size, Math.Min(ElementChunks.Size, length - chunk * ElementChunks.Size));
            kernel.Gradient<T>(input, new(g + start, n), new(x + start, n), new(y + start, n), new(d + start, n));
        }
    }
}
