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
        if (g.DType == DType.Float32) Run(ref _float32, kernel, g.Span<float>(), saved.Span<float>(), dx.Span<float>(), splits);
        else Run(ref _float64, kernel, g.Span<double>(), saved.Span<double>(), dx.Span<double>(), splits);
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
}
