namespace AutoGrad.Tests.OpTable;

/// <summary>Windows over plain arrays, one element at a time: what references of convolutions and poolings are written with.</summary>
internal static class SlidingReference
{
    /// <summary>The extents that windows make of those of an image.</summary>
    public static int[] Extents(int[] image, int[] kernel, int stride, int padding, int dilation, bool ceil = false) =>
        [.. image.Select((extent, axis) =>
        {
            var room = extent + 2 * padding - dilation * (kernel[axis] - 1) - 1;
            var windows = (ceil ? (int)Math.Ceiling((double)room / stride) : room / stride) + 1;
            return ceil && (windows - 1) * stride >= extent + padding ? windows - 1 : windows;
        })];

    /// <summary>The taps of a window inside the image, with the elements they read.</summary>
    public static IEnumerable<(int[] Tap, int[] At)> Taps(int[] image, int[] kernel, int[] window, int stride, int padding, int dilation)
    {
        foreach (var tap in NdArray.Indices(kernel))
        {
            int[] at = [.. tap.Select((t, axis) => window[axis] * stride + t * dilation - padding)];
            if (at.Select((i, axis) => i >= 0 && i < image[axis]).All(inside => inside)) yield return (tap, at);
        }
    }

    /// <summary>Convolution of [batch, channels, ...] by its definition.</summary>
    public static NdArray Convolve(NdArray x, NdArray w, NdArray? bias, int stride, int padding, int dilation, int groups)
    {
        var (filters, channels) = (w.Extents[0] / groups, w.Extents[1]);
        int[] kernel = w.Extents[2..], image = x.Extents[2..];
        return NdArray.Build([x.Extents[0], w.Extents[0], .. Extents(image, kernel, stride, padding, dilation)], i =>
        {
            var sum = bias is null ? 0 : bias[i[1]];
            foreach (var (tap, at) in Taps(image, kernel, i[2..], stride, padding, dilation))
                for (var c = 0; c < channels; c++) sum += w[[i[1], c, .. tap]] * x[[i[0], i[1] / filters * channels + c, .. at]];
            return sum;
        });
    }

    /// <summary>Transposed convolution: each element adds the kernel to its window.</summary>
    public static NdArray Transposed(NdArray y, NdArray w, NdArray? bias, int stride, int padding, int outputPadding, int dilation, int groups)
    {
        var (filters, channels) = (w.Extents[0] / groups, w.Extents[1]);
        int[] kernel = w.Extents[2..];
        int[] image = [.. y.Extents[2..].Select((n, axis) => (n - 1) * stride - 2 * padding + dilation * (kernel[axis] - 1) + outputPadding + 1)];
        var x = NdArray.Build([y.Extents[0], channels * groups, .. image], i => bias is null ? 0 : bias[i[1]]);
        foreach (var i in NdArray.Indices(y.Extents))
            foreach (var (tap, at) in Taps(image, kernel, i[2..], stride, padding, dilation))
                for (var c = 0; c < channels; c++) x[[i[0], i[1] / filters * channels + c, .. at]] += w[[i[1], c, .. tap]] * y[i];
        return x;
    }
}
