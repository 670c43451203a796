using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

internal static class NormalisationRows
{
    public static IEnumerable<OpRow> All =>
    [
        General("LayerNorm", x => x[0].LayerNorm([4], x[1], x[2]), s => [[s.Floats([3, 4]), s.Floats([4]), s.Floats([4])], [s.Floats([0, 4]), s.Floats([4]), s.Floats([4])]],
            x => Affine(Standardized(x[0], i => i[0]), i => x[1][i[1]], i => x[2][i[1]]), float32Tolerance: 1e-4),
        General("LayerNorm(two axes)", x => x[0].LayerNorm([3, 2]), s => [[s.Floats([2, 3, 2])]], x => Standardized(x[0], i => i[0]), float32Tolerance: 1e-4),
        General("RmsNorm", x => x[0].RmsNorm([4], x[1], eps: 1e-6), s => [[s.Floats([3, 4]), s.Floats([4])]],
            x => NdArray.Build([3, 4], i => x[1][i[1]] * x[0][i] / Math.Sqrt(Enumerable.Range(0, 4).Average(k => x[0][i[0], k] * x[0][i[0], k]) + 1e-6))),
        General("BatchNorm(training)", x => x[0].BatchNorm(null, null, x[1], x[2], training: true), s => [[s.Floats([4, 3]), s.Floats([3]), s.Floats([3])], [s.Floats([2, 3, 2, 2]), s.Floats([3]), s.Floats([3])], [s.Floats([2, 2, 3, 6]), s.Floats([2]), s.Floats([2])]],
            x => Affine(Standardized(x[0], i => i[1]), i => x[1][i[1]], i => x[2][i[1]]), float32Tolerance: 1e-4),
        // the running statistics are data, outside of the graph
        General("BatchNorm", x => x[0].BatchNorm(x[1].Detach(), x[2].Detach() + 2, x[3], x[4]), s => [[s.Floats([2, 3, 2]), s.Floats([3]), s.Floats([3], -1, 1), s.Floats([3]), s.Floats([3])]],
            x => NdArray.Build(x[0].Extents, i => (x[0][i] - x[1][i[1]]) / Math.Sqrt(x[2][i[1]] + 2 + 1e-5) * x[3][i[1]] + x[4][i[1]]), order: 0),
        General("BatchNorm(gradient)", x => x[0].BatchNorm(Tensor.Ones([3], x[0].DType), Tensor.Full([3], 2, x[0].DType), x[1], x[2]), s => [[s.Floats([2, 3, 2]), s.Floats([3]), s.Floats([3])]],
            x => NdArray.Build(x[0].Extents, i => (x[0][i] - 1) / Math.Sqrt(2 + 1e-5) * x[1][i[1]] + x[2][i[1]])),
        General("BatchNorm(planes)", x => x[0].BatchNorm(Tensor.Ones([2], x[0].DType), Tensor.Full([2], 2, x[0].DType), x[1], x[2]), s => [[s.Floats([1, 2, 3, 7]), s.Floats([2]), s.Floats([2])]],
            x => NdArray.Build(x[0].Extents, i => (x[0][i] - 1) / Math.Sqrt(2 + 1e-5) * x[1][i[1]] + x[2][i[1]])),
        General("GroupNorm", x => x[0].GroupNorm(2, x[1], x[2]), s => [[s.Floats([2, 4, 3]), s.Floats([4]), s.Floats([4])], [s.Floats([2, 4]), s.Floats([4]), s.Floats([4])]],
            x => Affine(Standardized(x[0], i => (i[0], i[1] / 2)), i => x[1][i[1]], i => x[2][i[1]]), float32Tolerance: 1e-3),
        General("InstanceNorm", x => x[0].InstanceNorm(x[1], x[2]), s => [[s.Floats([2, 3, 5]), s.Floats([3]), s.Floats([3])]],
            x => Affine(Standardized(x[0], i => (i[0], i[1])), i => x[1][i[1]], i => x[2][i[1]]), float32Tolerance: 1e-4),
        General("LocalResponseNorm", x => x[0].LocalResponseNorm(4, alpha: 0.5, beta: 0.75, k: 2), s => [[s.Floats([1, 5, 3])]],
            x => NdArray.Build(x[0].Extents, i =>
            {
                var squares = Enumerable.Range(i[1] - 2, 4).Where(c => c is >= 0 and < 5).Sum(c => x[0][i[0], c, i[2]] * x[0][i[0], c, i[2]]);
                return x[0][i] / Math.Pow(2 + 0.5 * squares / 4, 0.75);
            })),
        General("Dropout(everything)", x => x[0].Dropout(1), s => [[s.Floats([2, 3])]], x => NdArray.Zeros(2, 3)),
        General("Dropout(nothing)", x => x[0].Dropout(0), s => [[s.Floats([2, 3])]], x => x[0]),
        General("Dropout", x => x[0].Dropout(0.3, generator: new Generator(11)), s => [[s.Floats([2, 3])], [s.Floats([])], [s.Floats([0, 3])], [s.Floats([37])], [s.Floats([3, 4, 5])]],
            x => new NdArray([.. x[0].Data.Select((v, i) => DropoutMask.Keeps(11, i, 0.3) ? v / 0.7 : 0)], x[0].Extents)),
        General("Linear", x => x[0].Linear(x[1], x[2]), s => [[s.Floats([2, 3]), s.Floats([4, 3]), s.Floats([4])], [s.Floats([3]), s.Floats([4, 3]), s.Floats([4])], [s.Floats([2, 2, 3]), s.Floats([1, 3]), s.Floats([1])], [s.Floats([0, 3]), s.Floats([2, 3]), s.Floats([2])]],
            x => NdArray.Build([.. x[0].Extents[..^1], x[1].Extents[0]], i => x[2][i[^1]] + Enumerable.Range(0, 3).Sum(k => x[0][[.. i[..^1], k]] * x[1][i[^1], k])), integers: true),
    ];

    /// <summary>(x − mean) / √(variance + 10⁻⁵) over the elements with the same key.</summary>
    private static NdArray Standardized<TKey>(NdArray x, Func<int[], TKey> key) where TKey : notnull
    {
        var groups = NdArray.Indices(x.Extents).GroupBy(key, i => x[i]).ToDictionary(g => g.Key, g => (Mean: g.Average(), Variance: g.Average(v => Math.Pow(v - g.Average(), 2))));
        return NdArray.Build(x.Extents, i => (x[i] - groups[key(i)].Mean) / Math.Sqrt(groups[key(i)].Variance + 1e-5));
    }

    private static NdArray Affine(NdArray x, Func<int[], double> weight, Func<int[], double> bias) => NdArray.Build(x.Extents, i => x[i] * weight(i) + bias(i));
}
