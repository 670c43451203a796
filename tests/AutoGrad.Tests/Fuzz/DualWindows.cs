using AutoGrad.Tests.OpTable;

namespace AutoGrad.Tests.Fuzz;

/// <summary>Convolution, pooling and resampling once more, over hyper-dual numbers. One spatial axis is the second of two, the first of extent 1.</summary>
internal static class DualWindows
{
    public static Dictionary<string, Func<DualArray[], int[], DualArray>> All { get; } = new()
    {
        ["Conv1d"] = (x, _) => Flat(Convolve(Tall(x[0]), Tall(x[1]), x[2], (1, 1), (0, 1), 1, 1)),
        ["Conv1d(stride, dilation)"] = (x, _) => Flat(Convolve(Tall(x[0]), Tall(x[1]), null, (1, 2), (0, 2), 2, 1)),
        ["Conv2d"] = (x, _) => Convolve(x[0], x[1], x[2], (1, 1), (0, 0), 1, 1),
        ["Conv2d(groups)"] = (x, a) => Convolve(x[0], x[1], null, (1, 1), (1, 1), 1, a[0]),
        ["ConvTranspose1d"] = (x, _) => Flat(Transposed(Tall(x[0]), Tall(x[1]), x[2], (1, 2), (0, 0))),
        ["ConvTranspose2d"] = (x, _) => Transposed(x[0], x[1], null, (1, 1), (1, 1)),
        ["Im2Col"] = (x, _) => Columns(x[0], stride: 2, padding: 1),
        ["Col2Im"] = (x, _) => Image(Columns(x[0], stride: 1, padding: 0).Map(v => v * v), x[0].Extents),
        ["MaxPool1d"] = (x, _) => Flat(Pool(Tall(x[0]), (1, 2), (1, 1), (0, 0), (taps, _) => DualReductions.Largest(taps))),
        ["MaxPool2d"] = (x, _) => Pool(x[0], (2, 2), (1, 1), (1, 1), (taps, _) => DualReductions.Largest(taps)),
        ["AvgPool1d"] = (x, _) => Flat(Pool(Tall(x[0]), (1, 2), (1, 1), (0, 1), (taps, window) => DualReductions.Sum(taps) / window)),
        ["AvgPool2d"] = (x, _) => Pool(x[0], (2, 2), (2, 2), (1, 1), (taps, _) => DualReductions.Mean(taps)),
        ["AdaptiveAvgPool1d"] = (x, _) => Adaptive(x[0], 2, 2, DualReductions.Mean),
        ["AdaptiveAvgPool2d"] = (x, _) => Adaptive(Adaptive(x[0], 2, 2, DualReductions.Mean), 3, 1, DualReductions.Mean),
        ["AdaptiveMaxPool1d"] = (x, _) => Adaptive(x[0], 2, 2, DualReductions.Largest),
        ["AdaptiveMaxPool2d"] = (x, _) => Adaptive(Adaptive(x[0], 2, 1, DualReductions.Largest), 3, 2, DualReductions.Largest),
        ["Interpolate(nearest)"] = (x, _) => x[0].Along(2, v => [.. Enumerable.Range(0, 5).Select(o => v[o * v.Length / 5])]),
        ["Interpolate(linear)"] = (x, _) => Resampled(x[0], 2, 4, corners: false, Hat),
        ["Interpolate(corners)"] = (x, _) => Resampled(Resampled(x[0], 2, 3, corners: true, Hat), 3, 2, corners: true, Hat),
        ["Interpolate(cubic)"] = (x, _) => Resampled(Resampled(x[0], 2, 3, corners: false, Keys), 3, 3, corners: false, Keys),
        ["Interpolate(area)"] = (x, _) => Adaptive(x[0], 2, 2, DualReductions.Mean),
    };

    private static DualArray Tall(DualArray x) => x.As(x.Extents[0], x.Extents[1], 1, x.Extents[2]);

    private static DualArray Flat(DualArray x) => x.As(x.Extents[0], x.Extents[1], x.Extents[3]);

    private static DualArray Convolve(DualArray x, DualArray w, DualArray? bias, (int Y, int X) stride, (int Y, int X) padding, int dilation, int groups)
    {
        int[] e = [x.Extents[0], w.Extents[0], Outputs(x.Extents[2], w.Extents[2], stride.Y, padding.Y, dilation), Outputs(x.Extents[3], w.Extents[3], stride.X, padding.X, dilation)];
        return DualArray.Build(e, i =>
        {
            var sum = bias?.Data[i[1]] ?? 0;
            foreach (var t in NdArray.Indices(w.Extents[1..]))
            {
                var (row, column) = (i[2] * stride.Y - padding.Y + t[1] * dilation, i[3] * stride.X - padding.X + t[2] * dilation);
                if (Inside(x, row, column)) sum += w[[i[1], .. t]] * x[i[0], i[1] / (e[1] / groups) * w.Extents[1] + t[0], row, column];
            }
            return sum;
        });
    }

    private static DualArray Transposed(DualArray x, DualArray w, DualArray? bias, (int Y, int X) stride, (int Y, int X) padding)
    {
        var y = DualArray.Build([x.Extents[0], w.Extents[1], (x.Extents[2] - 1) * stride.Y - 2 * padding.Y + w.Extents[2], (x.Extents[3] - 1) * stride.X - 2 * padding.X + w.Extents[3]], i => bias?.Data[i[1]] ?? 0);
        foreach (var i in NdArray.Indices(x.Extents))
            foreach (var t in NdArray.Indices(w.Extents[1..]))
            {
                var (row, column) = (i[2] * stride.Y - padding.Y + t[1], i[3] * stride.X - padding.X + t[2]);
                if (Inside(y, row, column)) y[i[0], t[0], row, column] += x[i] * w[[i[1], .. t]];
            }
        return y;
    }

    private static DualArray Columns(DualArray x, int stride, int padding)
    {
        var (rows, columns) = (Outputs(x.Extents[2], 2, stride, padding, 1), Outputs(x.Extents[3], 2, stride, padding, 1));
        return DualArray.Build([x.Extents[0], x.Extents[1] * 4, rows * columns], i =>
        {
            var (row, column) = (i[2] / columns * stride - padding + i[1] % 4 / 2, i[2] % columns * stride - padding + i[1] % 2);
            return Inside(x, row, column) ? x[i[0], i[1] / 4, row, column] : 0;
        });
    }

    private static DualArray Image(DualArray columns, int[] extents)
    {
        var (y, width) = (DualArray.Zeros(extents), extents[3] - 1);
        foreach (var i in NdArray.Indices(columns.Extents)) y[i[0], i[1] / 4, i[2] / width + i[1] % 4 / 2, i[2] % width + i[1] % 2] += columns[i];
        return y;
    }

    private static DualArray Pool(DualArray x, (int Y, int X) kernel, (int Y, int X) stride, (int Y, int X) padding, Func<HyperDual[], int, HyperDual> reduce) =>
        DualArray.Build([x.Extents[0], x.Extents[1], Outputs(x.Extents[2], kernel.Y, stride.Y, padding.Y, 1), Outputs(x.Extents[3], kernel.X, stride.X, padding.X, 1)], i =>
        {
            var places = NdArray.Indices([kernel.Y, kernel.X]).Select(t => (Row: i[2] * stride.Y - padding.Y + t[0], Column: i[3] * stride.X - padding.X + t[1]));
            return reduce([.. places.Where(p => Inside(x, p.Row, p.Column)).Select(p => x[i[0], i[1], p.Row, p.Column])], kernel.Y * kernel.X);
        });

    private static DualArray Adaptive(DualArray x, int axis, int size, Func<HyperDual[], HyperDual> reduce) =>
        x.Along(axis, v => [.. Enumerable.Range(0, size).Select(o => reduce(v[(o * v.Length / size)..(((o + 1) * v.Length + size - 1) / size)]))]);

    // each tap of the kernel outside of the signal falls on the border
    private static DualArray Resampled(DualArray x, int axis, int size, bool corners, Func<double, double> kernel) => x.Along(axis, v => [.. Enumerable.Range(0, size).Select(o =>
    {
        var place = corners ? size == 1 ? 0 : o * (v.Length - 1.0) / (size - 1) : (o + 0.5) * v.Length / size - 0.5;
        if (kernel == Hat) place = Math.Max(place, 0);
        HyperDual sum = 0;
        for (var tap = (int)Math.Floor(place) - 1; tap <= Math.Floor(place) + 2; tap++) sum += kernel(Math.Abs(place - tap)) * v[Math.Clamp(tap, 0, v.Length - 1)];
        return sum;
    })]);

    private static double Hat(double d) => Math.Max(0, 1 - d);

    // Keys' cubic with a = −3/4
    private static double Keys(double d) => d <= 1 ? (1.25 * d - 2.25) * d * d + 1 : d < 2 ? -0.75 * (((d - 5) * d + 8) * d - 4) : 0;

    private static int Outputs(int extent, int kernel, int stride, int padding, int dilation) => (extent + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;

    private static bool Inside(DualArray x, int row, int column) => row >= 0 && row < x.Extents[2] && column >= 0 && column < x.Extents[3];
}
