using AutoGrad.Data;

namespace AutoGrad.Tests.Data;

public class SyntheticTests
{
    private static (float[] Points, long[] Classes) Of(TensorDataset data) => (data.Tensors[0].ToArray<float>(), data.Tensors[1].ToArray<long>());

    [Test]
    public void Xor_has_four_corners()
    {
        var (points, classes) = Of(Synthetic.Xor());
        points.ShouldBe([0, 0, 1, 0, 0, 1, 1, 1]);
        classes.ShouldBe([0, 1, 1, 0]);
    }

    [Test]
    public void Moons_lie_on_two_half_circles()
    {
        var (points, classes) = Of(Synthetic.Moons(101));
        for (var i = 0; i < 101; i++)
        {
            float x = points[2 * i], y = points[2 * i + 1];
            if (classes[i] == 0) (float.Hypot(x, y), y >= -1e-6f).ShouldSatisfyAllConditions(p => p.Item1.ShouldBe(1, 1e-6f), p => p.Item2.ShouldBeTrue());
            else (float.Hypot(x - 1, y - 0.5f), y <= 0.5f + 1e-6f).ShouldSatisfyAllConditions(p => p.Item1.ShouldBe(1, 1e-6f), p => p.Item2.ShouldBeTrue());
        }
        (points[0], points[200]).ShouldBe((1, -1));      // the first and the last of the upper one, ends included
    }

    [Test]
    public void Circles_have_two_radii()
    {
        var (points, classes) = Of(Synthetic.Circles(64, factor: 0.25));
        for (var i = 0; i < 64; i++) float.Hypot(points[2 * i], points[2 * i + 1]).ShouldBe(classes[i] == 0 ? 1 : 0.25f, 1e-6f);
        points.Chunk(2).Select(p => (MathF.Round(p[0], 4), MathF.Round(p[1], 4))).Distinct().Count().ShouldBe(64);
    }

    [Test]
    public void Spiral_arms_are_turned_copies_of_one_another()
    {
        var (points, classes) = Of(Synthetic.Spirals(90, classes: 3, turns: 1));
        for (var i = 0; i < 90; i += 3)
            for (var arm = 1; arm < 3; arm++)
            {
                var (sin, cos) = MathF.SinCos(2 * MathF.PI * arm / 3);
                classes[i + arm].ShouldBe(arm);
                points[2 * (i + arm)].ShouldBe(cos * points[2 * i] - sin * points[2 * i + 1], 1e-5f);
                points[2 * (i + arm) + 1].ShouldBe(sin * points[2 * i] + cos * points[2 * i + 1], 1e-5f);
            }
        float.Hypot(points[^2], points[^1]).ShouldBe(1, 1e-5f);
    }

    [Test]
    public void Blobs_scatter_about_their_centres()
    {
        var data = Synthetic.Blobs(3000, classes: 3, features: 4, spread: 0.5, generator: new Generator(1));
        data.Tensors[0].Shape.ShouldBe(new Shape(3000, 4));
        for (var c = 0; c < 3; c++)
        {
            var own = data.Tensors[0].IndexSelect(0, Tensor.From([.. Enumerable.Range(0, 1000).Select(i => 3L * i + c)]));
            foreach (var std in own.Std(0).ToArray<float>()) std.ShouldBe(0.5f, 0.05f);
        }
        Synthetic.Blobs(10, generator: new Generator(1)).Tensors[0].ToArray<float>().ShouldBe(Synthetic.Blobs(10, generator: new Generator(1)).Tensors[0].ToArray<float>());
    }

    [Test]
    public void A_sine_is_one_period()
    {
        var data = Synthetic.Sine(8);
        foreach (var part in data.Tensors) part.Shape.ShouldBe(new Shape(8, 1));
        data.Tensors[1].ToArray<float>()[2].ShouldBe(1, 1e-6f);
        data.Tensors[1].ToArray<float>()[6].ShouldBe(-1, 1e-6f);
    }

    [Test]
    public void Noise_is_added_by_the_generator()
    {
        var (clean, noisy) = (Of(Synthetic.Moons(500)).Points, Of(Synthetic.Moons(500, noise: 0.2, new Generator(1))).Points);
        Tensor.From([.. clean.Zip(noisy, (a, b) => b - a)]).Std().Item<float>().ShouldBe(0.2f, 0.02f);
        Of(Synthetic.Moons(500, noise: 0.2, new Generator(1))).Points.ShouldBe(noisy);
    }

    [Test]
    public void Empty_sets_and_bad_settings()
    {
        Synthetic.Moons(0).Count.ShouldBe(0);
        Synthetic.Sine(0).Count.ShouldBe(0);
        Synthetic.Circles(1).Count.ShouldBe(1);
        Should.Throw<ArgumentOutOfRangeException>(() => Synthetic.Moons(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => Synthetic.Moons(3, noise: double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => Synthetic.Circles(3, factor: 1));
        Should.Throw<ArgumentOutOfRangeException>(() => Synthetic.Spirals(3, classes: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => Synthetic.Blobs(-1));
    }
}
