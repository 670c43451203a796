using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Convolution and its two transposes, as products that read the images through a table of offsets.</summary>
/// <remarks>The matrix of patches ("im2col") is never laid out: see <see cref="WindowLayout"/>. Work is divided by shape alone, so bits do not depend on threads.</remarks>
internal static unsafe class Convolution
{
    /// <summary>y = w·patches(x) + bias, one number for each filter or none.</summary>
    public static void Run<T>(ConvolutionShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> bias, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.IsEmpty) return;
        fixed (T* from = x, weights = w, start = bias, to = y)
            if (typeof(T) != typeof(float) || !Winograd.Run(shape, (float*)from, (float*)weights, (float*)start, (float*)to)) Direct(shape, from, weights, start, to);
    }

    /// <summary>The same as a sum over the windows.</summary>
    public static void Direct<T>(ConvolutionShape shape, T* x, T* w, T* bias, T* y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Depthwise<T>.Takes(shape)) new Depthwise<T>(shape).Run(x, w, bias, y);
        else new WindowProduct<T>(Axes(shape.Grid), shape.Batch, shape.Groups, shape.Channels, shape.Filters, shape.Grid.Output).Run(x, w, shape.Grid.Kernel, transposed: false, bias, y);
    }

    /// <summary>The transpose in x: each window adds wᵀ·y to the elements it reads; on top of a bias, one number for each channel or none.</summary>
    public static void ToInput<T>(ConvolutionShape shape, ReadOnlySpan<T> y, ReadOnlySpan<T> w, ReadOnlySpan<T> bias, Span<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty) return;
        fixed (T* from = y, weights = w, start = bias, to = x)
            if (y.IsEmpty || typeof(T) != typeof(float) || !Winograd.ToInput(shape, (float*)from, (float*)weights, (float*)start, (float*)to)) DirectToInput(shape, from, weights, start, to);
    }

    /// <summary>The same as a sum over the windows.</summary>
    public static void DirectToInput<T>(ConvolutionShape shape, T* y, T* w, T* bias, T* x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var grid = shape.Grid;
        var none = shape.Batch == 0 || shape.Filters == 0 || grid.OutputSize == 0;
        if (!none && Depthwise<T>.Takes(shape) && new Depthwise<T>(shape).ToInput(y, w, bias, x)) return;
        if (!none && typeof(T) == typeof(float) && StridedTranspose.Takes(shape))
        {
            new StridedTranspose(shape).Run((float*)y, (float*)w, (float*)bias, (float*)x);
            return;
        }
        var (classes, axes, covered) = (new List<WindowAxis>[grid.Rank], new WindowAxis[grid.Rank], 1L);
        for (var axis = 0; axis < grid.Rank; axis++)
        {
            classes[axis] = WindowAxis.OfTransposed(grid, axis);
            var count = 0L;
            foreach (var one in classes[axis]) count += one.Count;
            covered *= count;
        }
        if (covered < grid.InputSize || none) Fill(shape, bias, x);
        if (!none) Classes(shape, classes, axes, 0, y, w, bias, x);
    }

    /// <summary>The transpose in w: Σ y·patches(x)ᵀ over the images.</summary>
    public static void ToWeight<T>(ConvolutionShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> w) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.IsEmpty) w.Clear();
        else
            fixed (T* from = x, results = y, to = w)
                if ((!Depthwise<T>.Takes(shape) || !new Depthwise<T>(shape).ToWeight(from, results, to)) && (typeof(T) != typeof(float) || !Winograd.ToWeight(shape, (float*)from, (float*)results, (float*)to)))
                    new WindowGradient<T>(Axes(shape.Grid), shape.Batch, shape.Groups, shape.Channels, shape.Filters).Run(from, results, to);
    }

    private static WindowAxis[] Axes(WindowGrid grid)
    {
        var axes = new WindowAxis[grid.Rank];
        for (var axis = 0; axis < axes.Length; axis++) axes[axis] = WindowAxis.Of(grid, axis);
        return axes;
    }

    /// <summary>Runs every combination of the residues along the axes from one on.</summary>
    private static void Classes<T>(ConvolutionShape shape, List<WindowAxis>[] classes, WindowAxis[] axes, int axis, T* y, T* w, T* bias, T* x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (axis == axes.Length)
            new WindowProduct<T>([.. axes], shape.Batch, shape.Groups, shape.Filters, shape.Channels, shape.Grid.Input).Run(y, w, shape.Grid.Kernel, transposed: true, bias, x);
        else
            foreach (var one in classes[axis])
            {
                axes[axis] = one;
                Classes(shape, classes, axes, axis + 1, y, w, bias, x);
            }
    }

    private static void Fill<T>(ConvolutionShape shape, T* bias, T* x) where T : unmanaged
    {
        var (channels, plane) = (shape.Groups * shape.Channels, shape.Grid.InputSize);
        for (var i = 0; i < shape.Batch * channels; i++) new Span<T>(x + (long)i * plane, plane).Fill(bias == null ? default : bias[i % channels]);
    }
}
