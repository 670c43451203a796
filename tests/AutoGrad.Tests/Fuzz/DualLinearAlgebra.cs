using static AutoGrad.Tests.Fuzz.DualProducts;
using static AutoGrad.Tests.Fuzz.HyperDual;

namespace AutoGrad.Tests.Fuzz;

/// <summary>Linear algebra once more, by elimination and Gram and Schmidt's method over hyper-dual numbers.</summary>
internal static class DualLinearAlgebra
{
    public static Dictionary<string, Func<DualArray[], int[], DualArray>> All { get; } = new()
    {
        ["Inv"] = (x, _) => Stacked(x[0], m => Solved(Plus(m, 3), Identity(m.Extents[0])), square: true),
        ["Det"] = (x, _) => Stacked(x[0], m => Determinant(Plus(m, 2)), square: false),
        ["Slogdet"] = (x, _) => Stacked(x[0], m => Determinant(Plus(m, 3)).Map(d => Log(Abs(d))), square: false),
        ["Solve"] = (x, _) => Solved(Plus(x[0], 3), x[1]),
        ["SolveTriangular"] = (x, _) => Solved(DualArray.Build(x[0].Extents, i => i[0] >= i[1] ? Plus(x[0], 3)[i] : 0), x[1]),
        ["SolveTriangular(upper)"] = (x, _) => Solved(DualArray.Build(x[0].Extents, i => i[0] <= i[1] ? Plus(x[0], 3)[i] : 0), x[1]),
        ["Cholesky"] = (x, _) => Stacked(x[0], m => Factor(Plus(Times(m, Transposed(m)), 2)), square: true),
        ["Lstsq"] = (x, _) => Plus(x[0], 3) is var m ? Solved(Times(Transposed(m), m), Times(Transposed(m), x[1])) : x[0],
        ["Pinv"] = (x, _) => Plus(x[0], 3) is var m && m.Extents[0] >= m.Extents[1] ? Solved(Times(Transposed(m), m), Transposed(m)) : Transposed(Solved(Times(m, Transposed(m)), m)),
        ["MatrixExp"] = (x, _) => Stacked(x[0], Exponential, square: true),
        ["MatrixPower"] = (x, _) => Times(Times(x[0], x[0]), x[0]),
    };

    private static DualArray Identity(int n) => DualArray.Build([n, n], i => i[0] == i[1] ? 1 : 0);

    private static DualArray Plus(DualArray x, double diagonal) => DualArray.Build(x.Extents, i => i[^1] == i[^2] ? x[i] + diagonal : x[i]);

    private static DualArray Stacked(DualArray x, Func<DualArray, DualArray> function, bool square)
    {
        var n = x.Extents[^1];
        var results = x.Data.Chunk(n * n).SelectMany(m => function(new DualArray(m, n, n)).Data).ToArray();
        return new DualArray(results, square ? x.Extents : x.Extents[..^2]);
    }

    private static DualArray Solved(DualArray a, DualArray b)
    {
        var (left, right) = Eliminated(a, b, out _);
        return DualArray.Build(right.Extents, i => right[i] / left[i[0], i[0]]);
    }

    private static DualArray Determinant(DualArray a)
    {
        var (left, _) = Eliminated(a, Identity(a.Extents[0]), out var sign);
        return new DualArray([Enumerable.Range(0, a.Extents[0]).Aggregate((HyperDual)sign, (p, k) => p * left[k, k])]);
    }

    // Gauss and Jordan, with the largest pivot of each column
    private static (DualArray, DualArray) Eliminated(DualArray a, DualArray b, out double sign)
    {
        var (n, left, right) = (a.Extents[0], new DualArray([.. a.Data], a.Extents), new DualArray([.. b.Data], b.Extents));
        sign = 1;
        for (var k = 0; k < n; k++)
        {
            var pivot = Enumerable.Range(k, n - k).MaxBy(r => Math.Abs(left[r, k].V));
            if (pivot != k) sign = -sign;
            foreach (var m in new[] { left, right })
                for (var j = 0; j < m.Extents[1]; j++) (m[k, j], m[pivot, j]) = (m[pivot, j], m[k, j]);
            for (var r = 0; r < n; r++)
            {
                if (r == k) continue;
                var factor = left[r, k] / left[k, k];
                foreach (var m in new[] { left, right })
                    for (var j = 0; j < m.Extents[1]; j++) m[r, j] -= factor * m[k, j];
            }
        }
        return (left, right);
    }

    private static DualArray Factor(DualArray a)
    {
        var l = DualArray.Zeros(a.Extents);
        for (var i = 0; i < a.Extents[0]; i++)
            for (var j = 0; j <= i; j++)
            {
                var rest = a[i, j] - Dot(j, k => l[i, k] * l[j, k]);
                l[i, j] = i == j ? Sqrt(rest) : rest / l[j, j];
            }
        return l;
    }

    private static DualArray Exponential(DualArray a)
    {
        var (sum, term) = (Identity(a.Extents[0]), Identity(a.Extents[0]));
        for (var k = 1; k < 40; k++)
        {
            term = Times(term, a).Map(v => v / k);
            sum = DualArray.Build(a.Extents, i => sum[i] + term[i]);
        }
        return sum;
    }
}
