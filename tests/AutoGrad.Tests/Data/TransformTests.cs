using AutoGrad.Data;

namespace AutoGrad.Tests.Data;

public class TransformTests
{
    private static readonly Tensor s_images = Tensor.Arange(2 * 3 * 4 * 5, DType.Float32).Reshape(2, 3, 4, 5);

    private static Generator Random => new(3);

    [Test]
    public void Normalising_uses_the_numbers_given()
    {
        var x = Tensor.From([1f, 2, 3, 4], [2, 2]);
        new Normalize(1, 2).Apply(x, Random).ToArray<float>().ShouldBe([0, 0.5f, 1, 1.5f]);
        new Normalize([1, 2], [1, 0.5]).Apply(x, Random).ToArray<float>().ShouldBe([0, 0, 2, 4]);
        Should.Throw<ShapeMismatchException>(() => new Normalize([1, 2, 3], [1, 1, 1]).Apply(x, Random)).Message.ShouldContain("2 places, and there are 3 means");
        Should.Throw<ArgumentException>(() => new Normalize(0, 0));
        Should.Throw<ArgumentException>(() => new Normalize([1, 2], [1]));
        Should.Throw<ArgumentException>(() => new Normalize(0, 1).Apply(Tensor.Arange(3), Random));
    }

    [Test]
    public void Standardised_data_have_mean_0_and_deviation_1_in_each_column()
    {
        var data = Tensor.Randn([200, 3], DType.Float64, Random) * Tensor.From([1.0, 20, 0]) + Tensor.From([5.0, -3, 7]);
        var standardize = Normalize.Standardize(data);
        standardize.Stds[2].ShouldBe(1);
        var y = standardize.Apply(data, Random);
        y.Mean(0).ToArray<double>().ShouldAllBe(m => Math.Abs(m) < 1e-13);
        var stds = y.Std(0, correction: 0).ToArray<double>();
        stds[0].ShouldBe(1, 1e-13);
        stds[1].ShouldBe(1, 1e-13);
        stds[2].ShouldBe(0);
        Normalize.Standardize(s_images).Means.Count.ShouldBe(3);
        Should.Throw<ArgumentException>(() => Normalize.Standardize(Tensor.Zeros([0, 3])));
    }

    [Test]
    public void One_hot_rows_have_a_one_at_the_class()
    {
        new OneHot(3).Apply(Tensor.From([2L, 0]), Random).ToArray<float>().ShouldBe([0, 0, 1, 1, 0, 0]);
        Should.Throw<ArgumentException>(() => new OneHot(3).Apply(Tensor.From([3L]), Random)).Message.ShouldContain("3");
        Should.Throw<ArgumentOutOfRangeException>(() => new OneHot(0));
    }

    [Test]
    public void The_middle_is_cut_out()
    {
        var y = new CenterCrop(2, 3).Apply(s_images, Random);
        y.Shape.ShouldBe(new Shape(2, 3, 2, 3));
        y.ToArray<float>().ShouldBe(s_images[.., .., 1..3, 1..4].ToArray<float>());
    }

    [Test]
    public void A_random_window_lies_in_the_padded_image_and_is_one_for_all_channels()
    {
        var x = s_images.Pad([(1, 1), (1, 1)]);
        var places = new HashSet<(int, int)>();
        var crop = new RandomCrop(4, 5, padding: 1);
        for (var seed = 0ul; seed < 60; seed++)
        {
            var y = crop.Apply(s_images, new Generator(seed));
            for (var i = 0; i < 2; i++)
            {
                var found = (from row in Enumerable.Range(0, 3)
                             from column in Enumerable.Range(0, 3)
                             where x[i..(i + 1), .., row..(row + 4), column..(column + 5)].ToArray<float>().SequenceEqual(y[i..(i + 1)].ToArray<float>())
                             select (row, column)).ToArray();
                places.Add(found.ShouldHaveSingleItem());
            }
        }
        places.Count.ShouldBe(9);
        Should.Throw<ArgumentException>(() => new RandomCrop(7, 5, padding: 1).Apply(s_images, Random)).Message.ShouldContain("7 x 5");
        Should.Throw<ArgumentException>(() => new RandomCrop(1, 1).Apply(Tensor.Zeros([4, 4]), Random)).Message.ShouldContain("[count, ..., rows, columns]");
    }

    [TestCase(0.0)]
    [TestCase(0.3)]
    [TestCase(1.0)]
    public void Some_images_are_turned_around(double probability)
    {
        var x = Tensor.From([.. Enumerable.Range(0, 2000).SelectMany(_ => new[] { 1f, 2f })], [1000, 1, 2, 2]);
        var y = new RandomFlip(probability: probability).Apply(x, Random).ToArray<float>();
        var flipped = 0;
        for (var i = 0; i < 1000; i++)
        {
            float[] image = y[(4 * i)..(4 * i + 4)];
            if (image.SequenceEqual([2f, 1, 2, 1])) flipped++;
            else image.ShouldBe([1, 2, 1, 2]);
        }
        (flipped / 1000.0).ShouldBe(probability, probability is 0 or 1 ? 1e-9 : 0.06);
        Should.Throw<ArgumentOutOfRangeException>(() => new RandomFlip(axis: 0).Apply(x, Random));
    }

    [TestCase(90, new float[] { 3, 6, 9, 2, 5, 8, 1, 4, 7 })]
    [TestCase(-90, new float[] { 7, 4, 1, 8, 5, 2, 9, 6, 3 })]
    [TestCase(180, new float[] { 9, 8, 7, 6, 5, 4, 3, 2, 1 })]
    [TestCase(0, new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    public void Images_turn_counterclockwise(double degrees, float[] expected)
    {
        var y = RandomRotation.Rotate(Tensor.Arange(1, 10, dtype: DType.Float32).Reshape(1, 3, 3), [degrees]).ToArray<float>();
        for (var i = 0; i < 9; i++) y[i].ShouldBe(expected[i], 1e-5f);
    }

    [Test]
    public void A_turn_of_45_degrees_reads_between_the_elements_and_zeros_outside()
    {
        var y = RandomRotation.Rotate(Tensor.Ones([1, 3, 3], DType.Float64), [45]).ToArray<double>();
        y[4].ShouldBe(1);
        var outside = 1 - (Math.Sqrt(2) - 1);      // a corner comes from √2 above the middle, of which the part beyond 1 counts as zero
        foreach (var corner in new[] { 0, 2, 6, 8 }) y[corner].ShouldBe(outside, 1e-12);
        foreach (var side in new[] { 1, 3, 5, 7 }) y[side].ShouldBe(1, 1e-12);
    }

    [Test]
    public void Each_image_has_an_angle_of_its_own()
    {
        var y = new RandomRotation(30).Apply(Tensor.Ones([2, 1, 5, 5]), Random);
        y[..1].ToArray<float>().ShouldNotBe(y[1..].ToArray<float>());
        Should.Throw<ArgumentException>(() => new RandomRotation(30).Apply(Tensor.Ones([2, 5, 5], DType.Int64), Random)).Message.ShouldContain("Int64");
        Should.Throw<ArgumentOutOfRangeException>(() => new RandomRotation(double.NaN));
    }

    [Test]
    public void Noise_has_the_deviation_asked_for()
    {
        var y = new GaussianNoise(0.5).Apply(Tensor.Zeros([10_000], DType.Float64), Random);
        y.Std().Item<double>().ShouldBe(0.5, 0.02);
        new GaussianNoise(0.5).Apply(Tensor.Zeros([10_000], DType.Float64), Random).ToArray<double>().ShouldBe(y.ToArray<double>());
        Should.Throw<ArgumentOutOfRangeException>(() => new GaussianNoise(-1));
    }

    [Test]
    public void A_transform_changes_one_part_of_a_batch()
    {
        var transform = new Compose(new Normalize(1, 1), new SignOnly()).OnPart(1);
        var batch = transform(new Batch(Tensor.Zeros([2]), Tensor.From([0f, 3f])), Random);
        batch[1].ToArray<float>().ShouldBe([-1, 1]);
        batch[0].ToArray<float>().ShouldBe([0, 0]);
        Should.Throw<ArgumentException>(() => new Normalize(0, 1).OnPart(2)(batch, Random)).Message.ShouldContain("part 2");
    }

    private sealed class SignOnly : Transform
    {
        public override Tensor Apply(Tensor x, Generator random) => x.Sign();
    }
}
