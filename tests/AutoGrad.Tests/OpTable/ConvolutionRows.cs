using static AutoGrad.Tests.OpTable.OpRow;
using static AutoGrad.Tests.OpTable.SlidingReference;

namespace AutoGrad.Tests.OpTable;

internal static class ConvolutionRows
{
    public static IEnumerable<OpRow> All =>
    [
        General("Conv1d", x => x[0].Conv1d(x[1], x[2]), Of([2, 2, 6], [3, 2, 3], 3), x => Convolve(x[0], x[1], x[2], 1, 0, 1, 1)),
        General("Conv1d(stride, padding, dilation)", x => x[0].Conv1d(x[1], x[2], stride: 2, padding: 2, dilation: 2), Of([1, 2, 7], [2, 2, 3], 2), x => Convolve(x[0], x[1], x[2], 2, 2, 2, 1)),
        General("Conv1d(no batch)", x => x[0].Conv1d(x[1]), s => [[s.Floats([2, 5]), s.Floats([3, 2, 2])]],
            x => WithoutBatch(Convolve(WithBatch(x[0]), x[1], null, 1, 0, 1, 1))),
        General("Conv2d", x => x[0].Conv2d(x[1], x[2]), Of([2, 2, 4, 5], [3, 2, 3, 2], 3), x => Convolve(x[0], x[1], x[2], 1, 0, 1, 1)),
        General("Conv2d(padding)", x => x[0].Conv2d(x[1], x[2], padding: 1), Of([1, 2, 3, 4], [2, 2, 3, 3], 2), x => Convolve(x[0], x[1], x[2], 1, 1, 1, 1)),
        General("Conv2d(stride, padding, dilation, groups)", x => x[0].Conv2d(x[1], x[2], stride: 2, padding: 2, dilation: 2, groups: 2), Of([2, 4, 5, 4], [4, 2, 2, 3], 4), x => Convolve(x[0], x[1], x[2], 2, 2, 2, 2)),
        General("Conv2d(one group a channel)", x => x[0].Conv2d(x[1], padding: 1, groups: 3), s => [[s.Floats([1, 3, 3, 3]), s.Floats([6, 1, 3, 3])]], x => Convolve(x[0], x[1], null, 1, 1, 1, 3)),
        General("Conv2d(one element)", x => x[0].Conv2d(x[1], x[2]), Of([2, 3, 2, 3], [2, 3, 1, 1], 2), x => Convolve(x[0], x[1], x[2], 1, 0, 1, 1)),
        General("Conv2d(same)", x => x[0].Conv2d(x[1], padding: Padding.Same), s => [[s.Floats([1, 1, 4, 3]), s.Floats([2, 1, 2, 3])]],
            x => Convolve(NdArray.Build([1, 1, 5, 5], i => i[2] < 4 && i[3] is > 0 and < 4 ? x[0][0, 0, i[2], i[3] - 1] : 0), x[1], null, 1, 0, 1, 1)),
        General("Conv2d(no images)", x => x[0].Conv2d(x[1], x[2]), Of([0, 2, 3, 3], [2, 2, 2, 2], 2), x => Convolve(x[0], x[1], x[2], 1, 0, 1, 1)),
        General("Conv3d", x => x[0].Conv3d(x[1], x[2], stride: 2, padding: 1), Of([1, 1, 3, 3, 4], [2, 1, 2, 2, 3], 2), x => Convolve(x[0], x[1], x[2], 2, 1, 1, 1)),
        General("ConvTranspose1d", x => x[0].ConvTranspose1d(x[1], x[2], stride: 3, outputPadding: 1, groups: 2, dilation: 2), Of([1, 4, 3], [4, 1, 2], 2), x => Transposed(x[0], x[1], x[2], 3, 0, 1, 2, 2)),
        General("ConvTranspose2d", x => x[0].ConvTranspose2d(x[1], x[2], stride: 2, padding: 1, outputPadding: 1), Of([2, 2, 2, 3], [2, 3, 3, 3], 3), x => Transposed(x[0], x[1], x[2], 2, 1, 1, 1, 1)),
        General("ConvTranspose2d(no bias)", x => x[0].ConvTranspose2d(x[1]), s => [[s.Floats([1, 2, 2, 2]), s.Floats([2, 1, 2, 2])]], x => Transposed(x[0], x[1], null, 1, 0, 0, 1, 1)),
        General("ConvTranspose3d", x => x[0].ConvTranspose3d(x[1], x[2], stride: 2, padding: 1), Of([1, 2, 2, 2, 2], [2, 1, 2, 3, 2], 1), x => Transposed(x[0], x[1], x[2], 2, 1, 0, 1, 1)),
        General("Im2Col", x => x[0].Im2Col((2, 3), padding: 1, stride: 2), s => [[s.Floats([2, 2, 4, 5])]],
            x => NdArray.Build([2, 12, 9], i =>
            {
                int row = i[2] / 3 * 2 + i[1] % 6 / 3 - 1, column = i[2] % 3 * 2 + i[1] % 3 - 1;
                return row is >= 0 and < 4 && column is >= 0 and < 5 ? x[0][i[0], i[1] / 6, row, column] : 0;
            }), integers: true),
        General("Col2Im", x => x[0].Col2Im((3, 4), (2, 2)), s => [[s.Floats([1, 8, 6])]], x =>
        {
            var y = NdArray.Zeros(1, 2, 3, 4);
            foreach (var i in NdArray.Indices(x[0].Extents)) y[0, i[1] / 4, i[2] / 3 + i[1] % 4 / 2, i[2] % 3 + i[1] % 2] += x[0][i];
            return y;
        }, integers: true),
    ];

    private static Func<Sampler, IEnumerable<Tensor[]>> Of(int[] x, int[] w, int bias) => s => [[s.Floats(x), s.Floats(w), s.Floats([bias])]];

    private static NdArray WithBatch(NdArray x) => new(x.Data, [1, .. x.Extents]);

    private static NdArray WithoutBatch(NdArray x) => new(x.Data, x.Extents[1..]);
}
