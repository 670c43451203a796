using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Each channel of [samples, channels, plane] with numbers of its own, in one pass.</summary>
internal static unsafe class ChannelAffine
{
    private const int ChunkSize = 16_384;

    /// <summary>y = (x − shift) · scale + bias.</summary>
    /// <param name="plane">Elements of a channel of a sample.</param>
    /// <param name="x">The samples.</param>
    /// <param name="shift">What is taken off, one number a channel.</param>
    /// <param name="scale">A factor a channel.</param>
    /// <param name="bias">A summand a channel; empty for none.</param>
    /// <param name="y">The result.</param>
    public static void Run<T>(int plane, ReadOnlySpan<T> x, ReadOnlySpan<T> shift, ReadOnlySpan<T> scale, ReadOnlySpan<T> bias, Span<T> y) where T : unmanaged, INumber<T>
    {
        if (x.IsEmpty) return;
        var (planes, ofChunk) = (x.Length / plane, Math.Max(1, ChunkSize / plane));
        fixed (T* from = x, shifts = shift, factors = scale, summands = bias, to = y)
            ForkJoin.Run((planes - 1) / ofChunk + 1, new Work<T>(from, shifts, factors, summands, to, planes, shift.Length, plane, ofChunk));
    }

    private readonly struct Work<T>(T* x, T* shift, T* scale, T* bias, T* y, int planes, int channels, int plane, int ofChunk) : IChunkedWork where T : unmanaged, INumber<T>
    {
        public void Run(int chunk)
        {
            for (var p = chunk * ofChunk; p < Math.Min(planes, (chunk + 1) * ofChunk); p++)
            {
                var c = p % channels;
                if (bias == null) Plane(x + (nint)p * plane, shift[c], scale[c], y + (nint)p * plane, plane);
                else Plane(x + (nint)p * plane, shift[c], scale[c], bias[c], y + (nint)p * plane, plane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plane<T>(T* x, T shift, T scale, T* y, int n) where T : unmanaged, INumber<T>
    {
        var (off, by, i, lanes) = (Vector.Create(shift), Vector.Create(scale), 0, Vector<T>.Count);
        for (; i <= n - lanes; i += lanes) ((Vector.Load(x + i) - off) * by).Store(y + i);
        for (; i < n; i++) y[i] = (x[i] - shift) * scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plane<T>(T* x, T shift, T scale, T bias, T* y, int n) where T : unmanaged, INumber<T>
    {
        var (off, by, more, i, lanes) = (Vector.Create(shift), Vector.Create(scale), Vector.Create(bias), 0, Vector<T>.Count);
        for (; i <= n - lanes; i += lanes) ((Vector.Load(x + i) - off) * by + more).Store(y + i);
        for (; i < n; i++) y[i] = (x[i] - shift) * scale + bias;
    }
}
