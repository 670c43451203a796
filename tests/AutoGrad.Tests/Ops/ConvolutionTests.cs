namespace AutoGrad.Tests.Ops;

public class ConvolutionTests
{
    [Test]
    public void Shapes_that_do_not_fit_are_refused_with_both_of_them()
    {
        var error = Should.Throw<ShapeMismatchException>(() => Tensor.Ones([1, 2, 4, 4]).Conv2d(Tensor.Ones([1, 3, 2, 2])));
        error.Message.ShouldContain("Conv2d: shapes [1, 2, 4, 4] and [1, 3, 2, 2]");
        error.Message.ShouldContain("axis 1 must be 2");
        Should.Throw<ShapeMismatchException>(() => Tensor.Ones([1, 1, 2, 2]).Conv2d(Tensor.Ones([1, 1, 3, 3]))).Message.ShouldContain("pad more");
        Should.Throw<ShapeMismatchException>(() => Tensor.Ones([1, 3, 4, 4]).Conv2d(Tensor.Ones([2, 1, 2, 2]), groups: 2)).Message.ShouldContain("do not divide");
        Should.Throw<ShapeMismatchException>(() => Tensor.Ones([1, 2, 4, 4]).Conv2d(Tensor.Ones([3, 1, 2, 2]), groups: 2)).Message.ShouldContain("3 filters");
        Should.Throw<ShapeMismatchException>(() => Tensor.Ones([1, 2, 4]).Conv1d(Tensor.Ones([3, 2, 2]), Tensor.Ones([2]))).Message.ShouldContain("[3]");
        Should.Throw<ShapeMismatchException>(() => Tensor.Ones([1, 2, 4]).Conv1d(Tensor.Ones([3, 2, 0])));
        Should.Throw<ShapeMismatchException>(() => Tensor.Ones([1, 2, 4]).Conv1d(Tensor.Ones([3, 2])));
        Should.Throw<ShapeMismatchException>(() => Tensor.Ones([1, 2, 4]).ConvTranspose1d(Tensor.Ones([3, 2, 2]))).Message.ShouldContain("axis 0 must be 2");
        Should.Throw<ShapeMismatchException>(() => Tensor.Ones([1, 1, 1]).ConvTranspose1d(Tensor.Ones([1, 1, 2]), padding: 1));
        Should.Throw<ArgumentException>(() => Tensor.Ones([2, 4, 4, 4, 4]).Conv2d(Tensor.Ones([1, 4, 2, 2]))).Message.ShouldContain("[batch, channels, height, width]");
        Should.Throw<ArgumentException>(() => Tensor.Scalar(1f).Conv1d(Tensor.Ones([1, 1, 1])));
    }

    [Test]
    public void Settings_out_of_range_are_refused()
    {
        Tensor x = Tensor.Ones([1, 1, 4, 4]), w = Tensor.Ones([1, 1, 2, 2]);
        Should.Throw<ArgumentOutOfRangeException>(() => x.Conv2d(w, stride: 0)).ParamName.ShouldBe("stride");
        Should.Throw<ArgumentOutOfRangeException>(() => x.Conv2d(w, padding: (0, -1))).ParamName.ShouldBe("padding");
        Should.Throw<ArgumentOutOfRangeException>(() => x.Conv2d(w, dilation: (1, 0))).ParamName.ShouldBe("dilation");
        Should.Throw<ArgumentOutOfRangeException>(() => x.Conv2d(w, groups: 0)).ParamName.ShouldBe("groups");
        Should.Throw<ArgumentException>(() => x.Conv2d(w, stride: (1, 1, 1))).Message.ShouldContain("(1, 1, 1) has 3 numbers for 2 axes");
        Should.Throw<ArgumentException>(() => x.Conv2d(w, stride: 2, padding: Padding.Same)).Message.ShouldContain("Padding.Same");
        Should.Throw<ArgumentOutOfRangeException>(() => x.ConvTranspose2d(w, outputPadding: 1)).ParamName.ShouldBe("outputPadding");
        Should.Throw<ArgumentException>(() => x.Conv2d(w.To(DType.Float64))).Message.ShouldContain("Float32 [1, 1, 4, 4]");
        Should.Throw<ArgumentException>(() => x.To(DType.Int64).Conv2d(w.To(DType.Int64))).Message.ShouldContain("Float32");
        Should.Throw<ArgumentNullException>(() => x.Conv2d(null!));
        Should.Throw<ArgumentException>(() => x.Conv2d(w, padding: int.MaxValue));
        Should.Throw<ArgumentException>(() => x.Im2Col(2, padding: int.MaxValue));
        Should.Throw<ArgumentException>(() => x.Im2Col(5)).Message.ShouldContain("spans 5");
        Should.Throw<ArgumentException>(() => Tensor.Ones([1, 4, 8]).Col2Im(4, 2)).Message.ShouldContain("9");
        x.Conv2d(w, stride: int.MaxValue, padding: 1).Shape.ShouldBe([1, 1, 1, 1]);
    }

    [Test]
    public void Paddings_read_as_numbers_pairs_or_words()
    {
        Tensor x = Tensor.Ones([1, 1, 4, 4]), w = Tensor.Ones([1, 1, 3, 3]);
        x.Conv2d(w, padding: (1, 0)).Shape.ShouldBe([1, 1, 4, 2]);
        x.Conv2d(w, padding: Padding.Valid).Shape.ShouldBe([1, 1, 2, 2]);
        x.Conv2d(w, padding: Padding.Same, dilation: 2).Shape.ShouldBe([1, 1, 4, 4]);
        Padding.Same.ToString().ShouldBe("same");
        ((Padding)(1, 2)).ToString().ShouldBe("(1, 2)");
        default(PerAxis).ToString().ShouldBe("default");
    }

    [Test]
    public void The_windows_of_a_batch_are_never_laid_out_at_once()
    {
        Tensor x = Tensor.Ones([64, 4, 16, 16]), w = Tensor.Ones([4, 4, 3, 3]);
        x.Conv2d(w, padding: 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        x.Conv2d(w, padding: 1);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64 * 4 * 16 * 16 * sizeof(float) + 200_000L);
    }
}
