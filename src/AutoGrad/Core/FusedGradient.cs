using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad;

/// <summary>Runs an op's gradient kernel, a large one in chunks on several threads if the op treats each element by itself.</summary>
internal static class FusedGradient
{
    public static Tensor Run(IGradientKernel kernel, Tensor g, Tensor saved, bool splits)
    {
        // one array less to walk over: large ones are as slow as the memory
        var dx = splits && ReferenceEquals(ScratchPool.Current?.Overwritable, g) ? g : Tensor.Allocate(g.Shape, g.DType);
        if (g.DType == DType.Float32) Run(kernel, g.Held<float>(), saved.Held<float>(), dx.Held<float>(), splits);
        else Run(kernel, g.Held<double>(), saved.Held<double>(), dx.Held<double>(), splits);
        GC.KeepAlive(g);
        GC.KeepAlive(saved);
        return dx;
    }

    private static void Run<T>(IGradientKernel kernel, ReadOnlySpan<T> g, ReadOnlySpan<T> saved, Span<T> dx, bool splits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (splits && dx.Length > ElementChunks.Size) ElementChunks.Map<T>(kernel.Gradient, g, saved, dx);
        else kernel.Gradient(g, saved, dx);
    }
}
