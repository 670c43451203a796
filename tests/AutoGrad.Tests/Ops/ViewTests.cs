namespace AutoGrad.Tests.Ops;

public class ViewTests
{
    [Test]
    public void A_run_of_leading_rows_shares_its_elements()
    {
        var x = Tensor.Zeros([4, 3]);
        x.Narrow(0, 1, 2).Fill(5);
        x[3].Fill(7);
        x[2..3, TensorIndex.Ellipsis].Overlaps(x).ShouldBeTrue();
        x.ToArray<float>().ShouldBe([0f, 0, 0, 5, 5, 5, 5, 5, 5, 7, 7, 7]);
        x.Split(2)[1].Overlaps(x).ShouldBeTrue();
        x.Narrow(1, 0, 2).Overlaps(x).ShouldBeFalse();
    }

    [Test]
    public void An_axis_that_would_be_too_long_is_refused()
    {
        var x = Tensor.Zeros([2_000_000_000, 0]);
        Should.Throw<ShapeMismatchException>(() => Tensor.Concat([x, x])).Message.ShouldStartWith("Concat: shapes [2000000000, 0] and [2000000000, 0]: axis 0 of the result would have the extent 4000000000");
        Tensor.Concat([x, x], 1).Shape.ShouldBe([2_000_000_000, 0]);
    }

    [Test]
    public void A_change_of_a_shared_row_is_seen_by_the_backward_pass()
    {
        var w = Tensor.From([2.0]).WithGrad();
        var x = Tensor.From([1.0, 2.0, 3.0], [3, 1]);
        var y = (w * x).Sum();
        x[0].Fill(9);
        Should.Throw<InvalidOperationException>(() => y.Backward()).Message.ShouldContain("Multiply");
    }

    [TestCase(33, 65)]
    [TestCase(64, 32)]
    [TestCase(1, 100)]
    [TestCase(100, 31)]
    public void Large_transpositions_are_exact(int rows, int columns)
    {
        var x = Tensor.Arange(2 * rows * columns, DType.Int32).Reshape(2, rows, columns);
        var y = x.Transpose(1, 2).ToArray<int>();
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) y[rows * columns + j * rows + i].ShouldBe(rows * columns + i * columns + j);
        x.Permute(2, 0, 1).Permute(1, 2, 0).ToArray<int>().ShouldBe(x.ToArray<int>());
    }

    [Test]
    public void Every_width_of_element_moves()
    {
        Tensor.From([true, false, false, true, true, false], [2, 3]).T.ToArray<bool>().ShouldBe([true, true, false, true, false, false]);
        Tensor.From([1f, 2, 3, 4], [2, 2]).T.ToArray<float>().ShouldBe([1f, 3, 2, 4]);
        Tensor.From([1L, 2, 3, 4], [2, 2]).Flip(1).ToArray<long>().ShouldBe([2L, 1, 4, 3]);
        Tensor.Concat([Tensor.From([true]), Tensor.From([false])]).ToArray<bool>().ShouldBe([true, false]);
        Tensor.From([true]).Pad([(1, 1)], 1).ToArray<bool>().ShouldBe([true, true, true]);
    }

    [Test]
    public void Nothing_is_copied_where_nothing_moves()
    {
        var x = Tensor.Zeros([2, 1, 3]);
        x.Permute(1, 0, 2).Overlaps(x).ShouldBeTrue();
        x.Squeeze(0).ShouldBeSameAs(x);
        x.Narrow(0, 0, 2).ShouldBeSameAs(x);
        x.Pad([]).ShouldBeSameAs(x);
        x.Flatten().Overlaps(x).ShouldBeTrue();
    }

    [Test]
    public void Stacking_and_unbinding_many_is_linear_in_every_order()
    {
        const int n = 2000;
        var x = Tensor.Rand([n, 50], DType.Float64, new Generator(1)).WithGrad();
        var rows = x.Unbind();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var y = Tensor.Stack(rows);
        var g = Autodiff.Gradient((y * y * y).Sum(), x, createGraph: true);
        (g * g).Sum().Backward();
        // a slice that costs the whole tensor would need 1.6 GB
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000_000);
        var at = x.AsSpan<double>()[77];
        x.Grad!.AsSpan<double>()[77].ShouldBe(36 * at * at * at, 1e-12);
    }

    [Test]
    public void Pieces_come_as_in_PyTorch()
    {
        Tensor.Zeros([5]).Chunk(4).Select(p => p.Size).ShouldBe([2, 2, 1]);
        Tensor.Zeros([0]).Split(2).ShouldHaveSingleItem().Size.ShouldBe(0);
        Tensor.Zeros([0, 2]).Unbind().ShouldBeEmpty();
        Tensor.Zeros([0]).Split([]).ShouldBeEmpty();
    }

    [Test]
    public void Bad_shapes_and_axes_are_refused_by_name()
    {
        var x = Tensor.Zeros([2, 3]);
        Should.Throw<ArgumentException>(() => Tensor.Zeros([2]).T).Message.ShouldContain("Transpose(-2, -1)");
        Should.Throw<ArgumentException>(() => x.Permute(0)).Message.ShouldContain("[2, 3]");
        Should.Throw<ArgumentException>(() => x.Permute(0, -2)).Message.ShouldContain("twice");
        Should.Throw<ArgumentOutOfRangeException>(() => x.Permute(0, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Unsqueeze(4));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Flatten(1, 0)).ParamName.ShouldBe("endAxis");
        Should.Throw<ShapeMismatchException>(() => x.Unflatten(1, 2, 2));
        Should.Throw<ShapeMismatchException>(() => x.Unflatten(1, -1, 2));
        Should.Throw<ArgumentException>(() => x.Unflatten(1));
        Should.Throw<ArgumentException>(() => x.Unflatten(1, -1, -1));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Narrow(0, 0, 3));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Narrow(0, 3, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Narrow(0, 0, -1));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Select(0, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Split(0));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Split([3, -1]));
        Should.Throw<ArgumentException>(() => x.Split([int.MaxValue, int.MaxValue, 4])).Message.ShouldContain("[2, 3]");
        Should.Throw<ArgumentOutOfRangeException>(() => x.Chunk(0));
        Should.Throw<ArgumentException>(() => x.Pad([(1, 1), (0, 0), (0, 0)]));
        Should.Throw<ArgumentException>(() => x.Pad([(-2, -2)]));
        Should.Throw<ArgumentException>(() => x.Pad([(int.MaxValue, int.MaxValue)]));
        Should.Throw<ArgumentException>(() => Tensor.Zeros([3]).Tril());
        Should.Throw<ArgumentException>(() => x.Diagonal(0, 1, -1));
        Should.Throw<ArgumentException>(() => Tensor.Scalar(1f).DiagEmbed());
        Should.Throw<ArgumentException>(() => x.DiagEmbed(int.MinValue));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Repeat(-1));
        Should.Throw<ArgumentException>(() => x.Repeat(int.MaxValue, int.MaxValue));
        Should.Throw<ArgumentException>(() => Tensor.Concat([])).Message.ShouldContain("Concat");
        Should.Throw<ArgumentNullException>(() => Tensor.Concat([x, null!]));
        Should.Throw<ArgumentException>(() => Tensor.Concat([x, x.To(DType.Float64)]));
        Should.Throw<ShapeMismatchException>(() => Tensor.Concat([x, Tensor.Zeros([2])]));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Concat([Tensor.Scalar(1f)]));
    }
}
