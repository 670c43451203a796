using AutoGrad.Ops;
using static AutoGrad.Tests.OpTable.OpRow;
using static AutoGrad.Tests.OpTable.SlidingReference;

namespace AutoGrad.Tests.OpTable;

internal static class PoolingRows
{
    public static IEnumerable<OpRow> All =>
    [
        General("MaxPool1d", x => x[0].MaxPool1d(2), s => [[s.Distinct(2, 2, 7)], [s.Distinct(2, 5)], [s.Distinct(0, 2, 4)]], x => MaxPool(x[0], [2], 2, 0, 1, false).Values, integers: true),
        General("MaxPool1d(ceil)", x => x[0].MaxPool1d(3, stride: 2, padding: 1, ceilMode: true), s => [[s.Distinct(1, 2, 6)]], x => MaxPool(x[0], [3], 2, 1, 1, true).Values, integers: true),
        General("MaxPool2d", x => x[0].MaxPool2d((3, 2), stride: 1, padding: 1), s => [[s.Distinct(1, 2, 4, 5)]], x => MaxPool(x[0], [3, 2], 1, 1, 1, false).Values),
        General("MaxPool2d(dilation)", x => x[0].MaxPool2d(2, stride: 1, dilation: 2), s => [[s.Distinct(2, 1, 4, 5)]], x => MaxPool(x[0], [2, 2], 1, 0, 2, false).Values),
        Several("MaxPool2dWithIndices", x => Both(x[0].MaxPool2dWithIndices(2)), s => [[s.Distinct(2, 2, 4, 5)], [s.Distinct(2, 3, 3)]], x => Both(MaxPool(x[0], [2, 2], 2, 0, 1, false))).Covering(typeof(MaxPoolPositionsOp)),
        Several("MaxPool1dWithIndices", x => Both(x[0].MaxPool1dWithIndices(2)), s => [[s.Distinct(2, 2, 5)]], x => Both(MaxPool(x[0], [2], 2, 0, 1, false))),
        Several("MaxPool3dWithIndices", x => Both(x[0].MaxPool3dWithIndices(2, stride: 1)), s => [[s.Distinct(1, 1, 3, 2, 3)]], x => Both(MaxPool(x[0], [2, 2, 2], 1, 0, 1, false))),
        General("MaxPool3d", x => x[0].MaxPool3d(2), s => [[s.Distinct(1, 2, 3, 4, 2)]], x => MaxPool(x[0], [2, 2, 2], 2, 0, 1, false).Values),
        General("AvgPool1d", x => x[0].AvgPool1d(3, stride: 2, padding: 1, ceilMode: true), s => [[s.Floats([2, 2, 6])], [s.Floats([2, 5])]], x => AvgPool(x[0], [3], 2, 1, true, true, null)),
        General("AvgPool1d(without padding)", x => x[0].AvgPool1d(3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false), s => [[s.Floats([2, 2, 6])]], x => AvgPool(x[0], [3], 2, 1, true, false, null)),
        General("AvgPool2d", x => x[0].AvgPool2d(2), s => [[s.Floats([2, 2, 4, 5])], [s.Floats([1, 3, 3])], [s.Floats([0, 2, 4, 4])]], x => AvgPool(x[0], [2, 2], 2, 0, false, true, null)),
        General("AvgPool2d(without padding)", x => x[0].AvgPool2d((3, 2), stride: 2, padding: 1, countIncludePad: false), s => [[s.Floats([1, 2, 5, 6])]], x => AvgPool(x[0], [3, 2], 2, 1, false, false, null)),
        General("AvgPool2d(divisor)", x => x[0].AvgPool2d(2, stride: 1, divisorOverride: 3), s => [[s.Floats([1, 2, 3, 4])]], x => AvgPool(x[0], [2, 2], 1, 0, false, true, 3)),
        General("AvgPool3d", x => x[0].AvgPool3d(2, stride: 1), s => [[s.Floats([1, 1, 3, 2, 3])]], x => AvgPool(x[0], [2, 2, 2], 1, 0, false, true, null)),
        General("AdaptiveAvgPool1d", x => x[0].AdaptiveAvgPool1d(3), s => [[s.Floats([1, 2, 7])], [s.Floats([2, 2])]], x => Adaptive(x[0], [3], v => v.Average())),
        General("AdaptiveAvgPool2d", x => x[0].AdaptiveAvgPool2d((3, 2)), s => [[s.Floats([1, 2, 5, 7])]], x => Adaptive(x[0], [3, 2], v => v.Average())),
        General("AdaptiveAvgPool3d", x => x[0].AdaptiveAvgPool3d((1, 2, 2)), s => [[s.Floats([1, 1, 3, 3, 2])]], x => Adaptive(x[0], [1, 2, 2], v => v.Average())),
        General("AdaptiveMaxPool1d", x => x[0].AdaptiveMaxPool1d(3), s => [[s.Distinct(1, 2, 7)]], x => Adaptive(x[0], [3], v => v.Max())),
        Several("AdaptiveMaxPool1dWithIndices", x => Both(x[0].AdaptiveMaxPool1dWithIndices(3)), s => [[s.Distinct(1, 2, 7)]], x => [Adaptive(x[0], [3], v => v.Max()), Places(x[0], [3])]),
        Several("AdaptiveMaxPool2dWithIndices", x => Both(x[0].AdaptiveMaxPool2dWithIndices((3, 2))), s => [[s.Distinct(1, 2, 5, 7)]], x => [Adaptive(x[0], [3, 2], v => v.Max()), Places(x[0], [3, 2])]),
        Several("AdaptiveMaxPool3dWithIndices", x => Both(x[0].AdaptiveMaxPool3dWithIndices(2)), s => [[s.Distinct(1, 1, 3, 2, 4)]], x => [Adaptive(x[0], [2, 2, 2], v => v.Max()), Places(x[0], [2, 2, 2])]),
        General("AdaptiveMaxPool2d", x => x[0].AdaptiveMaxPool2d((3, 2)), s => [[s.Distinct(1, 2, 5, 7)]], x => Adaptive(x[0], [3, 2], v => v.Max())),
        General("AdaptiveMaxPool3d", x => x[0].AdaptiveMaxPool3d(2), s => [[s.Distinct(1, 1, 3, 2, 4)]], x => Adaptive(x[0], [2, 2, 2], v => v.Max())),
    ];

    private static Tensor[] Both((Tensor Values, Tensor Indices) both) => [both.Values, both.Indices];

    private static NdArray[] Both((NdArray Values, NdArray Indices) both) => [both.Values, both.Indices];

    private static (NdArray Values, NdArray Indices) MaxPool(NdArray x, int[] kernel, int stride, int padding, int dilation, bool ceil)
    {
        var (lead, image) = (x.Rank - kernel.Length, x.Extents[^kernel.Length..]);
        int[] extents = [.. x.Extents[..lead], .. Extents(image, kernel, stride, padding, dilation, ceil)];
        int[] Best(int[] i) => Taps(image, kernel, i[lead..], stride, padding, dilation).MaxBy(t => x[[.. i[..lead], .. t.At]]).At;
        return (NdArray.Build(extents, i => x[[.. i[..lead], .. Best(i)]]), NdArray.Build(extents, i => Best(i).Zip(image).Aggregate(0, (at, p) => at * p.Second + p.First)));
    }

    private static NdArray AvgPool(NdArray x, int[] kernel, int stride, int padding, bool ceil, bool countPadding, int? divisor)
    {
        var (lead, image) = (x.Rank - kernel.Length, x.Extents[^kernel.Length..]);
        return NdArray.Build([.. x.Extents[..lead], .. Extents(image, kernel, stride, padding, 1, ceil)], i =>
        {
            var values = Taps(image, kernel, i[lead..], stride, padding, 1).Select(t => x[[.. i[..lead], .. t.At]]).ToArray();
            var padded = NdArray.Indices(kernel).Count(t => t.Select((tap, axis) => i[lead + axis] * stride + tap < image[axis] + 2 * padding).All(inside => inside));
            return values.Sum() / (divisor ?? (countPadding ? padded : values.Length));
        });
    }

    // where the largest of each part lies in its image, of distinct elements
    private static NdArray Places(NdArray x, int[] sizes)
    {
        var (lead, best, image) = (x.Rank - sizes.Length, Adaptive(x, sizes, v => v.Max()), x.Extents[^sizes.Length..]);
        return NdArray.Build(best.Extents, i => NdArray.Indices(image).ToList().FindIndex(at => x[[.. i[..lead], .. at]] == best[i]));
    }

    private static NdArray Adaptive(NdArray x, int[] sizes, Func<IEnumerable<double>, double> reduce)
    {
        var (lead, image) = (x.Rank - sizes.Length, x.Extents[^sizes.Length..]);
        return NdArray.Build([.. x.Extents[..lead], .. sizes], i => reduce(NdArray.Indices(image)
            .Where(at => at.Select((p, axis) => p >= Math.Floor((double)i[lead + axis] * image[axis] / sizes[axis]) && p < Math.Ceiling((i[lead + axis] + 1.0) * image[axis] / sizes[axis])).All(inside => inside))
            .Select(at => x[[.. i[..lead], .. at]])));
    }
}
