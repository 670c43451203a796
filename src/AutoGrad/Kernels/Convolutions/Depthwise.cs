using System.Numerics;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>Convolutions over planes in which each channel has one filter of its own, and their transposes.</summary>
/// <remarks>
/// A plane is copied once to where zeros surround it, and every result is the sum of shifted rows. A stride is one of 1 of which some results are
/// left out; in the transposes, zeros stand between the results. Chunks are channels, so a sum never meets another thread's.
/// </remarks>
internal sealed unsafe class Depthwise<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // a plane and its sums stay in the second-level cache
    private const int MostElements = 64 * 1024, MostTaps = 128;

    private readonly ConvolutionShape _shape;
    private readonly WindowGrid _grid;

    public Depthwise(ConvolutionShape shape) => (_shape, _grid) = (shape, shape.Grid);

    /// <summary>Where it was measured to be faster; larger strides leave too much out.</summary>
    public static bool Takes(ConvolutionShape shape)
    {
        var grid = shape.Grid;
        if (shape.Channels != 1 || shape.Filters != 1 || shape.Groups < 2 || grid.Rank != 2 || grid.KernelSize > MostTaps) return false;
        var elements = 1L;
        for (var axis = 0; axis < 2; axis++)
        {
            if (grid.Dilation[axis] != 1 || grid.Stride[axis] > 2 || grid.Padding[axis] >= grid.Kernel[axis]) return false;
            elements *= grid.Input[axis] + 2L * grid.Kernel[axis];
        }
        return elements <= MostElements;
    }

    /// <summary>y = w·patches(x) + bias.</summary>
    public void Run(T* x, T* w, T* bias, T* y) => ForkJoin.Run(_shape.Groups, new Work(this, Pass.Forward, x, w, bias, y));

    /// <summary>The transpose in x.</summary>
    /// <returns>False, and nothing is done, where a weight is not finite: a zero between results must not meet it.</returns>
    public bool ToInput(T* y, T* w, T* bias, T* x)
    {
        if (!AreFinite(w)) return false;
        ForkJoin.Run(_shape.Groups, new Work(this, Pass.ToInput, y, w, bias, x));
        return true;
    }

    /// <summary>The transpose in w.</summary>
    /// <returns>False where a result is not finite: zeros beside results may have met what no window reads.</returns>
    public bool ToWeight(T* x, T* y, T* w)
    {
        ForkJoin.Run(_shape.Groups, new Work(this, Pass.ToWeight, x, y, null, w));
        return AreFinite(w);
    }

    private bool AreFinite(T* w)
    {
        for (var i = 0; i < _shape.Groups * _grid.KernelSize; i++)
            if (!T.IsFinite(w[i])) return false;
        return true;
    }

    private enum Pass
    {
        Forward,
        ToInput,
        ToWeight,
    }

    private readonly struct Work(Depthwise<T> of, Pass pass, T* a, T* b, T* bias, T* to) : IChunkedWork
    {
        public void Run(int channel)
        {
            if (typeof(T) == typeof(float))
                if (Vector512.IsHardwareAccelerated) Run<WideSingle>(channel);
                else Run<NativeSingle>(channel);
            else if (Vector512.IsHardwareAccelerated) Run<WideDouble>(channel);
            else Run<NativeDouble>(channel);
        }

        private void Run<V>(int channel) where V : struct, ILanes<V>
        {
            if (pass == Pass.Forward) of.Forward<V>(channel, a, b, bias, to);
            else if (pass == Pass.ToInput) of.ToInput<V>(channel, a, b, bias, to);
            else of.ToWeight<V>(channel, a, b, to);
        }
    }

    /// <summary>The first image of a channel.</summary>
    private T* Plane(T* of, int channel, int size, int image) => of + ((long)image * _shape.Groups + channel) * size;

    private void Forward<V>(int channel, T* x, T* w, T* bias, T* y) where V : struct, ILanes<V>
    {
        var (height, pitch) = (_grid.Input[0] + 2 * _grid.Padding[0], _grid.Input[1] + 2 * _grid.Padding[1]);
        var (size, taps) = ((height * pitch + 2 * V.Count - 1) / V.Count * V.Count, _grid.KernelSize);
        using var memory = new Scratch<T>(size + (long)taps * V.Count + DepthwiseRows<T, V>.Room(_grid.Output[1], _grid.Stride[1]));
        T* plane = memory.Pointer, weights = plane + size, room = weights + taps * V.Count;
        for (var t = 0; t < taps; t++) new Span<T>(weights + t * V.Count, V.Count).Fill(w[channel * taps + t]);
        new Span<T>(plane, size).Clear();
        for (var image = 0; image < _shape.Batch; image++)
        {
            DepthwiseRows<T, V>.Place(Plane(x, channel, _grid.InputSize, image), _grid.Input[0], _grid.Input[1], plane + _grid.Padding[0] * pitch + _grid.Padding[1], pitch, 1, 1);
            DepthwiseRows<T, V>.Sum(plane, pitch, _grid.Kernel[0], _grid.Kernel[1], weights, bias == null ? T.Zero : bias[channel], Plane(y, channel, _grid.OutputSize, image), _grid.Output[0], _grid.Output[1], _grid.Stride[0], _grid.Stride[1], room);
        }
    }

    private void ToInput<V>(int channel, T* y, T* w, T* bias, T* x) where V : struct, ILanes<V>
    {
        var (top, left) = (_grid.Kernel[0] - 1 - _grid.Padding[0], _grid.Kernel[1] - 1 - _grid.Padding[1]);
        var (height, pitch) = (_grid.Input[0] + _grid.Kernel[0] - 1, _grid.Input[1] + _grid.Kernel[1] - 1);
        var (size, taps) = ((height * pitch + 2 * V.Count - 1) / V.Count * V.Count, _grid.KernelSize);
        using var memory = new Scratch<T>(size + (long)taps * V.Count + DepthwiseRows<T, V>.Room(_grid.Input[1], 1));
        T* plane = memory.Pointer, weights = plane + size, room = weights + taps * V.Count;
        for (var t = 0; t < taps; t++) new Span<T>(weights + (taps - 1 - t) * V.Count, V.Count).Fill(w[channel * taps + t]);
        new Span<T>(plane, size).Clear();
        for (var image = 0; image < _shape.Batch; image++)
        {
            DepthwiseRows<T, V>.Place(Plane(y, channel, _grid.OutputSize, image), _grid.Output[0], _grid.Output[1], plane + top * pitch + left, pitch, _grid.Stride[0], _grid.Stride[1]);
            DepthwiseRows<T, V>.Sum(plane, pitch, _grid.Kernel[0], _grid.Kernel[1], weights, bias == null ? T.Zero : bias[channel], Plane(x, channel, _grid.InputSize, image), _grid.Input[0], _grid.Input[1], 1, 1, room);
        }
    }

    private void ToWeight<V>(int channel, T* x, T* y, T* w) where V : struct, ILanes<V>
    {
        var (height, pitch, taps, lanes) = (_grid.Input[0] + 2 * _grid.Padding[0], _grid.Input[1] + 2 * _grid.Padding[1], _grid.KernelSize, V.Count);
        // results lie a stride apart among zeros, in rows as long as those of the plane
        var windows = ((_grid.Output[0] - 1) * _grid.Stride[0]) * pitch + (_grid.Output[1] - 1) * _grid.Stride[1] + 1;
        // whole vectors: zeros follow the results, and the plane
        windows = (windows + lanes - 1) / lanes * lanes;
        var size = (height * pitch + 2 * lanes - 1) / lanes * lanes;
        using var memory = new Scratch<T>(size + windows + (long)taps * lanes);
        T* plane = memory.Pointer, sums = plane + size, results = sums + taps * lanes;
        new Span<T>(plane, size + taps * lanes + windows).Clear();
        var rows = stackalloc nint[taps];
        for (var t = 0; t < taps; t++) rows[t] = (nint)(plane + t / _grid.Kernel[1] * pitch + t % _grid.Kernel[1]);
        for (var image = 0; image < _shape.Batch; image++)
        {
            DepthwiseRows<T, V>.Place(Plane(x, channel, _grid.InputSize, image), _grid.Input[0], _grid.Input[1], plane + _grid.Padding[0] * pitch + _grid.Padding[1], pitch, 1, 1);
            DepthwiseRows<T, V>.Place(Plane(y, channel, _grid.OutputSize, image), _grid.Output[0], _grid.Output[1], results, pitch, _grid.Stride[0], _grid.Stride[1]);
            WindowDots<T, V>.Add(rows, taps, results, 0, 1, windows, sums);
        }
        for (var t = 0; t < taps; t++)
        {
            var sum = T.Zero;
            for (var i = 0; i < lanes; i++) sum += sums[t * lanes + i];
            w[channel * taps + t] = sum;
        }
    }
}
