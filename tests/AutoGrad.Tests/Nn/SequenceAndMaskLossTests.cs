using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

/// <summary>Losses of sequences and masks, and penalties, against their formulas in plain C#.</summary>
public class SequenceAndMaskLossTests
{
    private static Tensor Random(ulong seed, params ReadOnlySpan<int> extents) => Tensor.Randn(new Shape(extents), DType.Float64, new Generator(seed));

    [TestCase(new[] { 1 }, 4)]
    [TestCase(new[] { 1, 1 }, 4)]
    [TestCase(new[] { 1, 2, 1 }, 5)]
    [TestCase(new[] { 2, 2 }, 3)]
    [TestCase(new int[0], 3)]
    public void Ctc_sums_over_all_alignments(int[] target, int frames)
    {
        const int Classes = 3;
        var x = Random(1, frames, Classes).LogSoftmax(1);
        var logs = x.ToArray<double>();
        var total = 0.0;
        for (var path = 0; path < Math.Pow(Classes, frames); path++)
        {
            var symbols = Enumerable.Range(0, frames).Select(t => path / (int)Math.Pow(Classes, t) % Classes).ToArray();
            var spelled = symbols.Where((s, t) => s != 0 && (t == 0 || symbols[t - 1] != s));
            if (spelled.SequenceEqual(target)) total += Math.Exp(symbols.Select((s, t) => logs[t * Classes + s]).Sum());
        }
        var labels = Tensor.From(target);
        var loss = Loss.Ctc(x, labels, Tensor.From([(long)frames]).Reshape(), Tensor.From([target.Length]).Reshape(), Reduction.None);
        loss.Shape.ShouldBe(new Shape());
        loss.Item<double>().ShouldBe(-Math.Log(total), 1e-12);
        Loss.Ctc(x, labels, Tensor.From([(long)frames]).Reshape(), Tensor.From([target.Length]).Reshape()).Item<double>().ShouldBe(-Math.Log(total) / Math.Max(1, target.Length), 1e-12);
    }

    [Test]
    public void Ctc_takes_targets_padded_or_joined()
    {
        var x = Random(2, 7, 3, 5).LogSoftmax(2);
        var (frames, lengths) = (Tensor.From([7L, 5, 6]), Tensor.From([3L, 0, 2]));
        var padded = Tensor.From([1L, 2, 2, 9, 9, 9, 4, 1, -7], [3, 3]);
        var joined = Tensor.From([1L, 2, 2, 4, 1]);
        foreach (var reduction in new[] { Reduction.None, Reduction.Mean, Reduction.Sum })
            Loss.Ctc(x, padded, frames, lengths, reduction).ToArray<double>().ShouldBe(Loss.Ctc(x, joined, frames, lengths, reduction).ToArray<double>());
        var blankLast = x.Roll(-1, 2);
        Loss.Ctc(blankLast, joined - 1, frames, lengths, blank: 4).Item<double>().ShouldBe(Loss.Ctc(x, joined, frames, lengths).Item<double>(), 1e-12);
    }

    [Test]
    public void Ctc_of_what_cannot_be_spelled_is_infinite_without_gradient()
    {
        var x = Random(3, 2, 2, 3).WithGrad();
        var targets = Tensor.From([1L, 1, 1, 2], [2, 2]);
        var losses = Loss.Ctc(x.LogSoftmax(2), targets, Tensor.From([2L, 2]), Tensor.From([2L, 2]), Reduction.None);
        losses.ToArray<double>()[0].ShouldBe(double.PositiveInfinity);
        double.IsFinite(losses.ToArray<double>()[1]).ShouldBeTrue();
        losses.Sum().Backward();
        x.Grad![.., 0].ToArray<double>().ShouldAllBe(g => g == 0);
        x.Grad![.., 1].ToArray<double>().ShouldAllBe(g => double.IsFinite(g));
        Loss.Ctc(x.LogSoftmax(2), targets, Tensor.From([2L, 2]), Tensor.From([2L, 2]), Reduction.None, zeroInfinity: true).ToArray<double>()[0].ShouldBe(0);
        Loss.Ctc(x.LogSoftmax(2).To(DType.Float32), targets, Tensor.From([2L, 2]), Tensor.From([2L, 2]), Reduction.None).ToArray<float>()[0].ShouldBe(float.PositiveInfinity);
    }

    [Test]
    public void Ctc_gradients_are_right_to_the_second_order()
    {
        var check = GradCheck.Run(t => Loss.Ctc(t[0].LogSoftmax(2), Tensor.From([1L, 1, 2]), Tensor.From([4L, 3]), Tensor.From([2L, 1])), [Random(4, 4, 2, 3).WithGrad()], new GradCheckOptions { Order = 2 });
        check.Passed.ShouldBeTrue(check.ToString());
    }

    [Test]
    public void Ctc_says_what_it_expected()
    {
        var x = Random(1, 4, 2, 3);
        var (two, ok) = (Tensor.From([1L, 2], [2, 1]), Tensor.From([1L, 1]));
        var frames = Tensor.From([4L, 4]);
        Should.Throw<ArgumentException>(() => Loss.Ctc(x, Tensor.From([0L, 1], [2, 1]), frames, ok)).Message.ShouldContain("label 0 at place 0 of target 0");
        Should.Throw<ArgumentException>(() => Loss.Ctc(x, Tensor.From([1L, 3], [2, 1]), frames, ok)).Message.ShouldContain("label 3 at place 0 of target 1");
        Should.Throw<ArgumentOutOfRangeException>(() => Loss.Ctc(x, two, Tensor.From([4L, 5]), ok)).ParamName.ShouldBe("inputLengths");
        Should.Throw<ArgumentOutOfRangeException>(() => Loss.Ctc(x, two, frames, Tensor.From([1L, 2]))).ParamName.ShouldBe("targetLengths");
        Should.Throw<ArgumentOutOfRangeException>(() => Loss.Ctc(x, two, frames, ok, blank: 3));
        Should.Throw<ShapeMismatchException>(() => Loss.Ctc(x, Tensor.From([1L, 2, 1]), frames, ok)).Message.ShouldContain("sum to 2");
        Should.Throw<ShapeMismatchException>(() => Loss.Ctc(x, Tensor.Ones([3, 1], DType.Int64), frames, ok));
        Should.Throw<ShapeMismatchException>(() => Loss.Ctc(x, two, Tensor.From([4L]), ok));
        Should.Throw<ArgumentException>(() => Loss.Ctc(x, two.To(DType.Float64), frames, ok));
        Should.Throw<ArgumentException>(() => Loss.Ctc(x[0, 0], two, frames, ok));
        Should.Throw<ArgumentException>(() => Loss.Ctc(Tensor.Zeros([4, 0, 3]), Tensor.Zeros([0], DType.Int64), Tensor.Zeros([0], DType.Int64), Tensor.Zeros([0], DType.Int64))).Message.ShouldContain("no sequence");
    }

    [TestCase(0.25, 2)]
    [TestCase(null, 0)]
    [TestCase(0.7, 1.5)]
    public void Focal_passes_over_what_is_easy(double? alpha, double gamma)
    {
        var (x, y) = (Random(1, 4, 3) * 3, Tensor.From([1.0, 0, 1, 0, 0, 1, 0.3, 1, 0, 1, 0, 0], [4, 3]));
        var losses = Loss.Focal(x, y, Reduction.None, alpha, gamma).ToArray<double>();
        var (xs, ys) = (x.ToArray<double>(), y.ToArray<double>());
        for (var i = 0; i < losses.Length; i++)
        {
            var p = 1 / (1 + Math.Exp(-xs[i]));
            var expected = -(ys[i] * Math.Log(p) + (1 - ys[i]) * Math.Log(1 - p)) * Math.Pow(1 - (p * ys[i] + (1 - p) * (1 - ys[i])), gamma);
            if (alpha is { } a) expected *= a * ys[i] + (1 - a) * (1 - ys[i]);
            losses[i].ShouldBe(expected, 1e-12);
        }
        Loss.Focal(x, y, alpha: alpha, gamma: gamma).Item<double>().ShouldBe(losses.Average(), 1e-12);
        GradCheck.Run(t => Loss.Focal(t[0], y, alpha: alpha, gamma: gamma), [x.Detach().Clone().WithGrad()]).Passed.ShouldBeTrue();
        Should.Throw<ArgumentOutOfRangeException>(() => Loss.Focal(x, y, alpha: 1.5));
        Should.Throw<ArgumentOutOfRangeException>(() => Loss.Focal(x, y, gamma: -1));
    }

    [Test]
    public void Dice_measures_overlap()
    {
        var (x, y) = (Tensor.From([0.9, 0.2, 0.6, 0, 0.5, 1, 0, 0], [2, 2, 2]), Tensor.From([1.0, 0, 1, 0, 0, 1, 0, 1], [2, 2, 2]));
        double[] expected = [1 - (2 * 1.5 + 1) / (1.7 + 2 + 1), 1 - (2 * 1.0 + 1) / (1.5 + 2 + 1)];
        Loss.Dice(x, y, Reduction.None).ToArray<double>().ShouldBe(expected, 1e-12);
        Loss.Dice(x, y).Item<double>().ShouldBe(expected.Average(), 1e-12);
        var empty = Tensor.Zeros([1, 3], DType.Float64);
        Loss.Dice(empty, empty).Item<double>().ShouldBe(0);
        GradCheck.Run(t => Loss.Dice(t[0].Sigmoid(), y), [Random(1, 2, 2, 2).WithGrad()]).Passed.ShouldBeTrue();
        Should.Throw<ArgumentException>(() => Loss.Dice(x * 2, y)).Message.ShouldContain("no probability");
        Should.Throw<ShapeMismatchException>(() => Loss.Dice(x[0, 0], y[0, 0]));
        Should.Throw<ArgumentOutOfRangeException>(() => Loss.Dice(x, y, smooth: -1));
    }

    [Test]
    public void Penalties_sum_over_all_parameters()
    {
        var layer = new Linear(3, 2, dtype: DType.Float64, generator: new Generator(1));
        var all = layer.Parameters().SelectMany(p => p.ToArray<double>()).ToArray();
        Penalty.L1(layer.Parameters(), 0.5).Item<double>().ShouldBe(0.5 * all.Sum(Math.Abs), 1e-12);
        var l2 = Penalty.L2(layer.Parameters(), 0.5);
        l2.Item<double>().ShouldBe(0.5 * all.Sum(w => w * w), 1e-12);
        l2.Backward();
        layer.Weight.Grad!.ToArray<double>().ShouldBe(layer.Weight.ToArray<double>(), 1e-12);
        Should.Throw<ArgumentException>(() => Penalty.L1([], 1)).Message.ShouldContain("no parameters");
        Should.Throw<ArgumentOutOfRangeException>(() => Penalty.L2(layer.Parameters(), -1));
        Should.Throw<ArgumentOutOfRangeException>(() => Penalty.L2(layer.Parameters(), double.NaN));
    }
}
