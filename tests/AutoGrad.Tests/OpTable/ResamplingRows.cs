using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

/// <summary>Borders that repeat, pixels that move, and images of other sizes.</summary>
internal static class ResamplingRows
{
    public static IEnumerable<OpRow> All =>
    [
        General("Pad(reflect)", x => x[0].Pad([(2, 1), (0, 3)], PadMode.Reflect), s => [[s.Floats([2, 3, 4])]],
            x => NdArray.Build([2, 6, 7], i => x[0][i[0], Mirror(i[1] - 2, 3), Mirror(i[2], 4)]), integers: true),
        General("Pad(replicate)", x => x[0].Pad([(2, 1), (-1, 5)], PadMode.Replicate), s => [[s.Floats([2, 3])]],
            x => NdArray.Build([5, 7], i => x[0][Math.Clamp(i[0] - 2, 0, 1), Math.Clamp(i[1] + 1, 0, 2)]), integers: true),
        General("Pad(circular)", x => x[0].Pad([(3, 2)], PadMode.Circular), s => [[s.Floats([2, 3])]],
            x => NdArray.Build([2, 8], i => x[0][i[0], i[1] % 3]), integers: true),
        General("PixelShuffle", x => x[0].PixelShuffle(2), s => [[s.Floats([2, 8, 2, 3])], [s.Floats([4, 1, 2])], [s.Floats([0, 4, 2, 2])]],
            x => NdArray.Build([.. x[0].Extents[..^3], x[0].Extents[^3] / 4, x[0].Extents[^2] * 2, x[0].Extents[^1] * 2],
                i => x[0][[.. i[..^3], i[^3] * 4 + i[^2] % 2 * 2 + i[^1] % 2, i[^2] / 2, i[^1] / 2]]), integers: true),
        General("PixelUnshuffle", x => x[0].PixelUnshuffle(2), s => [[s.Floats([1, 2, 4, 2])]],
            x => NdArray.Build([1, 8, 2, 1], i => x[0][i[0], i[1] / 4, i[2] * 2 + i[1] % 4 / 2, i[3] * 2 + i[1] % 2]), integers: true),
        General("Interpolate", x => x[0].Interpolate((5, 3)), s => [[s.Floats([1, 2, 3, 4])]], x => NdArray.Build([1, 2, 5, 3], i => x[0][i[0], i[1], i[2] * 3 / 5, i[3] * 4 / 3])),
        General("Interpolate(nearest-exact)", x => x[0].Interpolate(5, InterpolationMode.NearestExact), s => [[s.Floats([1, 2, 3])]], x => NdArray.Build([1, 2, 5], i => x[0][i[0], i[1], (2 * i[2] + 1) * 3 / 10])),
        General("Interpolate(linear)", x => x[0].Interpolate((5, 3), InterpolationMode.Linear), s => [[s.Floats([1, 2, 3, 4])]], x => Resample(x[0], [5, 3], (o, n, m) => (o + 0.5) * n / m - 0.5, Hat)),
        General("Interpolate(linear, corners)", x => x[0].Interpolate(5, InterpolationMode.Linear, alignCorners: true), s => [[s.Floats([2, 1, 3])], [s.Floats([1, 1, 1])]],
            x => Resample(x[0], [5], (o, n, m) => o * (n - 1.0) / (m - 1), Hat)),
        General("Interpolate(cubic)", x => x[0].Interpolate((5, 3), InterpolationMode.Cubic), s => [[s.Floats([1, 1, 3, 6])]], x => Resample(x[0], [5, 3], (o, n, m) => (o + 0.5) * n / m - 0.5, Keys)),
        General("Interpolate(cubic, corners)", x => x[0].Interpolate((1, 7), InterpolationMode.Cubic, alignCorners: true), s => [[s.Floats([1, 1, 3, 4])]],
            x => Resample(x[0], [1, 7], (o, n, m) => m == 1 ? 0 : o * (n - 1.0) / (m - 1), Keys)),
        General("Interpolate(area)", x => x[0].Interpolate((2, 2), InterpolationMode.Area), s => [[s.Floats([1, 1, 3, 4])]],
            x => NdArray.Build([1, 1, 2, 2], i => (x[0][0, 0, i[2], 2 * i[3]] + x[0][0, 0, i[2] + 1, 2 * i[3]] + x[0][0, 0, i[2], 2 * i[3] + 1] + x[0][0, 0, i[2] + 1, 2 * i[3] + 1]) / 4)),
        General("InterpolateBy", x => x[0].InterpolateBy([1.5], InterpolationMode.Linear), s => [[s.Floats([1, 2, 3])]], x => Resample(x[0], [4], (o, _, _) => (o + 0.5) / 1.5 - 0.5, Hat)),
        General("InterpolateBy(nearest)", x => x[0].InterpolateBy(2), s => [[s.Floats([1, 1, 2, 3])]], x => NdArray.Build([1, 1, 4, 6], i => x[0][0, 0, i[2] / 2, i[3] / 2])),
    ];

    private static int Mirror(int i, int n) => i < 0 ? -i : i >= n ? 2 * (n - 1) - i : i;

    private static double Hat(double d) => Math.Max(0, 1 - Math.Abs(d));

    // Keys' kernel by its definition, a = -0.75
    private static double Keys(double d)
    {
        d = Math.Abs(d);
        return d <= 1 ? 1.25 * d * d * d - 2.25 * d * d + 1 : d < 2 ? -0.75 * (d * d * d - 5 * d * d + 8 * d - 4) : 0;
    }

    /// <summary>Each result sums all elements of a far extended image, weighted by a kernel of their distance.</summary>
    private static NdArray Resample(NdArray x, int[] sizes, Func<int, int, int, double> source, Func<double, double> kernel)
    {
        var image = x.Extents[2..];
        return NdArray.Build([x.Extents[0], x.Extents[1], .. sizes], i =>
        {
            var sum = 0.0;
            foreach (var tap in NdArray.Indices([.. image.Select(n => n + 6)]))
            {
                int[] at = [.. tap.Select((t, axis) => Math.Clamp(t - 3, 0, image[axis] - 1))];
                sum += x[[i[0], i[1], .. at]] * tap.Select((t, axis) => kernel(t - 3 - source(i[2 + axis], image[axis], sizes[axis]))).Aggregate(1.0, (a, b) => a * b);
            }
            return sum;
        });
    }
}
