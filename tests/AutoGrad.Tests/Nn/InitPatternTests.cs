using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class InitPatternTests
{
    private static Parameter Weight(params int[] extents) => new(Tensor.Full(new Shape(extents), 7, DType.Float64));

    [Test]
    public void Eye_is_the_identity()
    {
        Init.Eye(Weight(2, 3)).ToArray<double>().ShouldBe([1, 0, 0, 0, 1, 0]);
        Should.Throw<ArgumentException>(() => Init.Eye(Weight(3))).Message.ShouldContain("[3]");
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Dirac_filters_hand_channels_on(int groups)
    {
        var x = Tensor.Randn([2, 4, 5, 6], DType.Float64, new Generator(1));
        var conv = new Conv2d(4, 4, (3, 5), padding: (1, 2), groups: groups, bias: false, dtype: DType.Float64);
        Init.Dirac(conv.Weight, groups);
        conv.Call(x).ToArray<double>().ShouldBe(x.ToArray<double>());
        Init.Dirac(Weight(3, 2, 3)).ToArray<double>().ShouldBe([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
        Should.Throw<ArgumentException>(() => Init.Dirac(Weight(3, 3)));
        Should.Throw<ArgumentException>(() => Init.Dirac(Weight(3, 1, 3), groups: 2)).ParamName.ShouldBe("groups");
        Should.Throw<ArgumentOutOfRangeException>(() => Init.Dirac(Weight(3, 1, 3), groups: 0));
    }

    [TestCase(5, 3)]
    [TestCase(3, 5)]
    [TestCase(4, 4)]
    public void Orthogonal_rows_or_columns_are_at_right_angles(int rows, int columns)
    {
        var w = Init.Orthogonal(Weight(rows, columns), gain: 2, new Generator(1));
        var product = rows < columns ? w.MatMul(w, transposeB: true) : w.MatMul(w, transposeA: true);
        product.ToArray<double>().ShouldBe((Tensor.Eye(Math.Min(rows, columns), dtype: DType.Float64) * 4).ToArray<double>(), 1e-12);
        Init.Orthogonal(Weight(rows, columns), gain: 2, new Generator(1)).ToArray<double>().ShouldBe(w.ToArray<double>());
    }

    [Test]
    public void Orthogonal_filters_count_axes_after_the_first_as_one_and_are_a_fair_draw()
    {
        var w = Init.Orthogonal(Weight(4, 2, 3), generator: new Generator(2)).Reshape(4, 6);
        w.MatMul(w, transposeB: true).ToArray<double>().ShouldBe(Tensor.Eye(4, dtype: DType.Float64).ToArray<double>(), 1e-12);
        var random = new Generator(3);
        // without the sign of R's diagonal all would have one sign here
        var corners = Enumerable.Range(0, 200).Select(_ => Init.Orthogonal(Weight(2, 2), generator: random).ToArray<double>()[0]).ToArray();
        corners.Count(c => c > 0).ShouldBeInRange(70, 130);
        Should.Throw<ArgumentException>(() => Init.Orthogonal(Weight(3)));
        Should.Throw<ArgumentException>(() => Init.Orthogonal(Weight(3, 3), double.NaN));
    }

    [Test]
    public void Truncated_numbers_stay_inside_and_have_the_moments_of_the_distribution()
    {
        var values = Init.TruncatedNormal(Weight(200, 100), mean: 1, standardDeviation: 2, low: -1, high: 4, new Generator(1)).ToArray<double>();
        values.ShouldAllBe(v => v >= -1 && v <= 4);
        // of a normal distribution held between a = −1 and b = 1.5 standard deviations: mean μ + σ (φ(a) − φ(b)) / (Φ(b) − Φ(a))
        static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        const double Inside = 0.9331927987311419 - 0.15865525393145707;
        values.Average().ShouldBe(1 + 2 * (Density(-1) - Density(1.5)) / Inside, 0.03);
        Init.TruncatedNormal(Weight(50), standardDeviation: 0.02, generator: new Generator(1)).ToArray<double>().ShouldAllBe(v => Math.Abs(v) < 0.1);
        Should.Throw<ArgumentException>(() => Init.TruncatedNormal(Weight(2), low: 2, high: 1)).ParamName.ShouldBe("low");
        Should.Throw<ArgumentException>(() => Init.TruncatedNormal(Weight(2), standardDeviation: 0)).ParamName.ShouldBe("standardDeviation");
        Should.Throw<ArgumentException>(() => Init.TruncatedNormal(Weight(2), low: 50, high: 60)).Message.ShouldContain("nothing");
    }

    [Test]
    public void Sparse_columns_have_as_many_zeros_as_asked_for()
    {
        var w = Init.Sparse(Weight(10, 6), 0.25, 0.5, new Generator(1)).ToArray<double>();
        for (var column = 0; column < 6; column++) Enumerable.Range(0, 10).Count(row => w[row * 6 + column] == 0).ShouldBe(3);
        Should.Throw<ArgumentOutOfRangeException>(() => Init.Sparse(Weight(2, 2), 1.5));
        Should.Throw<ArgumentException>(() => Init.Sparse(Weight(2, 2, 2), 0.5));
    }
}
