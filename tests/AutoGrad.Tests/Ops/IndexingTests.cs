namespace AutoGrad.Tests.Ops;

public class IndexingTests
{
    private static readonly Tensor s_x = Tensor.Arange(24, DType.Int32).Reshape(2, 3, 4);

    [Test]
    public void Brackets_read_as_in_numpy()
    {
        s_x[1, 2, 3].Item<int>().ShouldBe(23);
        s_x[-1, 0].ToArray<int>().ShouldBe([12, 13, 14, 15]);
        s_x[0, 1.., 0].ToArray<int>().ShouldBe([4, 8]);
        s_x[0, 0, TensorIndex.Slice(step: -2)].ToArray<int>().ShouldBe([3, 1]);
        s_x[0, 0, TensorIndex.Slice(-3, 100)].ToArray<int>().ShouldBe([1, 2, 3]);
        s_x[0, 0, TensorIndex.Slice(10, 0, -3)].ToArray<int>().ShouldBe([3]);
        s_x[0, 0, TensorIndex.Slice(1, 1, -1)].Size.ShouldBe(0);
        s_x[0, 0, ..9].Size.ShouldBe(4);
        s_x[TensorIndex.NewAxis, TensorIndex.Ellipsis, TensorIndex.NewAxis].Shape.ShouldBe([1, 2, 3, 4, 1]);
        s_x[TensorIndex.Ellipsis].Shape.ShouldBe(s_x.Shape);
        s_x[default, 0].Shape.ShouldBe([2, 4]);
    }

    [Test]
    public void Slices_follow_numpy_for_every_start_stop_and_step()
    {
        var x = Tensor.Arange(5);
        int?[] ends = [null, -7, -5, -2, 0, 1, 4, 5, 8];
        foreach (var start in ends)
            foreach (var stop in ends)
                foreach (var step in new[] { 1, 2, 3, 9, -1, -2, -9, int.MaxValue, -int.MaxValue })
                    x[TensorIndex.Slice(start, stop, step)].ToArray<long>().ShouldBe(Sliced(5, start, stop, step), $"{start}:{stop}:{step}");
    }

    [Test]
    public void Axes_of_index_tensors_stand_in_place_or_in_front()
    {
        var (i, j) = (Tensor.From([0L, 1]), Tensor.From([0L, 1, 2], [3, 1]));
        s_x[.., j, i].Shape.ShouldBe([2, 3, 2]);
        s_x[i, .., Tensor.From([3, 2])].Shape.ShouldBe([2, 3]);
        s_x[i, TensorIndex.NewAxis, j].Shape.ShouldBe([3, 2, 1, 4]);
        s_x[0, .., i].Shape.ShouldBe([3, 2]);
        s_x[Tensor.Scalar(1L)].Shape.ShouldBe([3, 4]);
        s_x[Tensor.From(new long[0])].Shape.ShouldBe([0, 3, 4]);
        s_x[Tensor.Zeros([2, 3], DType.Bool)].Shape.ShouldBe([0, 4]);
        s_x[Tensor.Scalar(true)].Shape.ShouldBe([1, 2, 3, 4]);
        s_x[Tensor.Scalar(false)].Shape.ShouldBe([0, 2, 3, 4]);
    }

    [Test]
    public void Gradients_of_repeated_indices_add_up()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        x[Tensor.From([0L, 0, 1, 0])].Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([3.0, 1.0]);
    }

    [Test]
    public void A_change_of_the_index_after_the_forward_pass_is_noticed()
    {
        var index = Tensor.From([0L]);
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        var y = x.Gather(0, index).Sum();
        index.Fill(1);
        Should.Throw<InvalidOperationException>(() => y.Backward()).Message.ShouldContain("Gather");
    }

    [Test]
    public void Gathering_keeps_only_the_index_alive()
    {
        var (result, input) = Gathered();
        GC.Collect();
        input.TryGetTarget(out _).ShouldBeFalse();
        GC.KeepAlive(result);

        static (Tensor, WeakReference<Tensor>) Gathered()
        {
            var x = Tensor.Rand([10]).WithGrad() * 2;
            return (x.Gather(0, Tensor.From([1L])), new(x));
        }
    }

    [Test]
    public void Scalars_gather_and_scatter()
    {
        var x = Tensor.Scalar(3.0).WithGrad();
        x.Gather(0, Tensor.From([0L, 0])).ToArray<double>().ShouldBe([3.0, 3.0]);
        x.ScatterAdd(0, Tensor.Scalar(0L), Tensor.Scalar(4.0)).Item<double>().ShouldBe(7);
    }

    [Test]
    public void Indices_out_of_range_are_named()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => s_x[0, 3]).Message.ShouldContain("3 is outside axis 1 of [2, 3, 4]: allowed are -3..2");
        Should.Throw<ArgumentOutOfRangeException>(() => s_x[^0]);
        Should.Throw<ArgumentOutOfRangeException>(() => s_x[int.MinValue]);
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Zeros([0])[0]).Message.ShouldContain("empty");
        Should.Throw<ArgumentOutOfRangeException>(() => s_x[.., Tensor.From([0L, -4], [1, 2])]).Message.ShouldContain("index -4 at [0, 1] of [1, 2] is outside axis 1 of [2, 3, 4]");
        Should.Throw<ArgumentOutOfRangeException>(() => s_x.IndexSelect(2, Tensor.From([1L << 40])));
        Should.Throw<ArgumentOutOfRangeException>(() => s_x.IndexSelect(2, Tensor.From([long.MinValue])));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.From([0L, -1]).OneHot(3)).Message.ShouldContain("class -1 at [1]");
    }

    [Test]
    public void Brackets_that_make_no_sense_are_refused()
    {
        Should.Throw<ArgumentException>(() => s_x[0, 0, 0, 0]).Message.ShouldContain("4 axes");
        Should.Throw<ArgumentException>(() => s_x[TensorIndex.Ellipsis, TensorIndex.Ellipsis]);
        Should.Throw<ArgumentException>(() => s_x[Tensor.From([0.0])]).Message.ShouldContain("Int64");
        Should.Throw<ArgumentNullException>(() => s_x[(Tensor)null!]);
        Should.Throw<ShapeMismatchException>(() => s_x[Tensor.From([true, false, true])]);
        Should.Throw<ShapeMismatchException>(() => s_x[Tensor.From([0L, 1]), Tensor.From([0L, 1, 2])]);
        Should.Throw<ArgumentOutOfRangeException>(() => TensorIndex.Slice(step: 0));
    }

    [Test]
    public void Operands_that_do_not_fit_are_refused()
    {
        var index = Tensor.Zeros([2, 3, 4], DType.Int64);
        Should.Throw<ShapeMismatchException>(() => s_x.Gather(0, Tensor.Zeros([2, 4, 4], DType.Int64)));
        Should.Throw<ArgumentException>(() => s_x.Gather(0, Tensor.Zeros([2, 3, 4])));
        Should.Throw<ArgumentOutOfRangeException>(() => s_x.Gather(3, index));
        Should.Throw<ShapeMismatchException>(() => s_x.ScatterAdd(0, index, Tensor.Zeros([2, 3, 3], DType.Int32)));
        Should.Throw<ArgumentException>(() => s_x.ScatterAdd(0, index, Tensor.Zeros([2, 3, 4])));
        Should.Throw<ArgumentException>(() => s_x.IndexSelect(0, index)).Message.ShouldContain("one axis");
        Should.Throw<ShapeMismatchException>(() => s_x.IndexAdd(0, Tensor.From([0L]), s_x));
        Should.Throw<ArgumentException>(() => s_x.MaskedSelect(s_x)).Message.ShouldContain("mask");
        Should.Throw<ShapeMismatchException>(() => s_x.MaskedSelect(Tensor.From([true, false])));
        Should.Throw<ArgumentException>(() => Tensor.Zeros([2]).OneHot(3));
        Should.Throw<ArgumentOutOfRangeException>(() => s_x.Cumsum(3));
        Should.Throw<ArgumentException>(() => Tensor.From([true]).Cumsum(0));
    }

    [Test]
    public void Nonzero_lists_indices_in_order()
    {
        var places = Tensor.From([0f, 2, float.NaN, 0], [2, 2]).Nonzero();
        places.Shape.ShouldBe([2, 2]);
        places.ToArray<long>().ShouldBe([0L, 1, 1, 0]);
        Tensor.Scalar(5f).Nonzero().Shape.ShouldBe([1, 0]);
        Tensor.Zeros([3]).Nonzero().Shape.ShouldBe([0, 1]);
    }

    // Python's definition, index by index
    private static long[] Sliced(int n, int? start, int? stop, int step)
    {
        int Place(int? end, int missing) => end is not { } e ? missing : Math.Clamp(e < 0 ? e + n : e, step > 0 ? 0 : -1, step > 0 ? n : n - 1);
        var (from, to) = (Place(start, step > 0 ? 0 : n - 1), Place(stop, step > 0 ? n : -1));
        var result = new List<long>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) result.Add(i);
        return [.. result];
    }
}
