namespace AutoGrad.Tests.Ops;

public class ConversionTests
{
    [Test]
    public void The_gradient_of_a_conversion_is_converted_back()
    {
        var x = Tensor.From([1.5f, -2f]).WithGrad();
        var y = x.To(DType.Float64);
        (y * y).Sum().Backward();
        x.Grad!.ToArray<float>().ShouldBe([3f, -4f]);
        x.To(DType.Float32).ShouldBeSameAs(x);
        x.To(DType.Int64).RequiresGrad.ShouldBeFalse();
    }

    [Test]
    public void Integers_are_cut_off_and_stay_in_range()
    {
        var x = Tensor.From([1.9, -1.9, double.NaN, 1e300, double.NegativeInfinity, 3e9]);
        x.To(DType.Int32).ToArray<int>().ShouldBe([1, -1, 0, int.MaxValue, int.MinValue, int.MaxValue]);
        x.To(DType.Int64).ToArray<long>().ShouldBe([1, -1, 0, long.MaxValue, long.MinValue, 3_000_000_000]);
        x.To(DType.Float32).To(DType.Int32).ToArray<int>().ShouldBe([1, -1, 0, int.MaxValue, int.MinValue, int.MaxValue]);
        Tensor.From([1L << 40, -(1L << 40)]).To(DType.Int32).ToArray<int>().ShouldBe([int.MaxValue, int.MinValue]);
    }

    [Test]
    public void Conversions_give_the_same_in_vectors_as_alone()
    {
        double[] specials = [0.5, -0.5, double.NaN, 1e10, -1e10, double.PositiveInfinity, double.NegativeInfinity, 2147483647.0, -2147483648.0, 9.3e18, -0.0];
        for (var n = 1; n <= 65; n++)
        {
            var values = Enumerable.Range(0, n).Select(i => specials[i % specials.Length]).ToArray();
            foreach (var dtype in new[] { DType.Int32, DType.Int64, DType.Float32, DType.Bool })
                foreach (var from in new[] { DType.Float64, DType.Float32 })
                {
                    var together = OpTable.NdArray.Of(Tensor.From(values).To(from).To(dtype)).Data;
                    for (var i = 0; i < n; i++) together[i].ShouldBe(OpTable.NdArray.Of(Tensor.From([values[i]]).To(from).To(dtype)).Data[0]);
                }
        }
    }

    [Test]
    public void Truth_is_what_is_not_zero()
    {
        Tensor.From([0.0, -0.0, 0.1, double.NaN]).To(DType.Bool).ToArray<bool>().ShouldBe([false, false, true, true]);
        Tensor.From([0L, 5]).To(DType.Bool).ToArray<bool>().ShouldBe([false, true]);
        Tensor.From([false, true]).To(DType.Float32).ToArray<float>().ShouldBe([0f, 1f]);
        Tensor.From([false, true]).To(DType.Int64).ToArray<long>().ShouldBe([0L, 1]);
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.From([true]).To((DType)9));
    }

    [Test]
    public void Item_reads_the_only_element()
    {
        Tensor.Scalar(2.5).Item<double>().ShouldBe(2.5);
        Tensor.From([7L], [1, 1]).Item<long>().ShouldBe(7);
        Tensor.From([true]).ToScalar().ShouldBe(1.0);
        Should.Throw<InvalidOperationException>(() => Tensor.Zeros([2]).Item<float>()).Message.ShouldContain("[2]");
        Should.Throw<InvalidOperationException>(() => Tensor.Zeros([0]).ToScalar());
        Should.Throw<ArgumentException>(() => Tensor.Scalar(2.5).Item<float>());
    }

    [Test]
    public void Copying_into_a_tensor_counts_as_a_change()
    {
        var x = Tensor.Zeros([2, 2]);
        x.CopyFrom(Tensor.From([1f, 2, 3, 4], [2, 2])).ToArray<float>().ShouldBe([1f, 2, 3, 4]);
        x.CopyFrom<float>([5, 6, 7, 8]);
        x.Fill(9).ToArray<float>().ShouldBe([9f, 9, 9, 9]);
        x.Version.ShouldBe(3);
    }

    [Test]
    public void What_does_not_fit_is_not_copied()
    {
        var x = Tensor.Zeros([2], DType.Int64);
        Should.Throw<ShapeMismatchException>(() => x.CopyFrom(Tensor.Zeros([1, 2], DType.Int64)));
        Should.Throw<ArgumentException>(() => x.CopyFrom(Tensor.Zeros([2])));
        Should.Throw<ShapeMismatchException>(() => x.CopyFrom<long>([1]));
        Should.Throw<ArgumentException>(() => x.Fill(0.5));
        x.Version.ShouldBe(0);
        Should.Throw<InvalidOperationException>(() => (x + x).Fill(1));
        Should.Throw<InvalidOperationException>(() => Tensor.Zeros([2]).WithGrad().Fill(1));
    }
}
