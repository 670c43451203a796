using System.Globalization;
using AutoGrad.Diagnostics;

namespace AutoGrad.Tests;

public class TensorFormatterTests
{
    private static string Lines(params string[] lines) => string.Join('\n', lines);

    [Test]
    public void Columns_line_up() =>
        Tensor.From([1.5f, -2, 3, 400], [2, 2]).ToString().ShouldBe(Lines("[[  1.5000,  -2.0000],", " [  3.0000, 400.0000]]"));

    [Test]
    public void Whole_numbers_need_no_point() => Tensor.From([1f, 2, 3, -4], [2, 2]).ToString().ShouldBe(Lines("[[ 1,  2],", " [ 3, -4]]"));

    [Test]
    public void A_blank_line_stands_between_matrices() =>
        Tensor.Zeros([2, 1, 2]).ToString().ShouldBe(Lines("[[[0, 0]],", "", " [[0, 0]]]"));

    [Test]
    public void Other_types_than_Float32_are_named()
    {
        Tensor.From([1L, -20]).ToString().ShouldBe("[  1, -20] Int64");
        Tensor.From([true, false]).ToString().ShouldBe("[ true, false] Bool");
        Tensor.Scalar(2.5).ToString().ShouldBe("2.5000 Float64");
        Tensor.From([long.MaxValue]).ToString().ShouldBe("[9223372036854775807] Int64");
    }

    [Test]
    public void Far_apart_or_extreme_numbers_are_scientific()
    {
        Tensor.From([1e-5f, 3]).ToString().ShouldBe("[1.0000e-05, 3.0000e+00]");
        Tensor.From([0.5f, 1234]).ToString().ShouldBe("[5.0000e-01, 1.2340e+03]");
        Tensor.From([1e10f]).ToString().ShouldBe("[1.0000e+10]");
        Tensor.From([double.MaxValue, double.Epsilon]).ToString(2).ShouldBe("[1.80e+308, 4.94e-324] Float64");
    }

    [Test]
    public void Special_values_have_names() =>
        Tensor.From([float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 0.5f]).ToString(1).ShouldBe("[ nan,  inf, -inf, -0.0,  0.5]");

    [Test]
    public void Empty_tensors_show_their_shape()
    {
        Tensor.Zeros([0]).ToString().ShouldBe("[]");
        Tensor.Zeros([2, 0, 3]).ToString().ShouldBe("[] [2, 0, 3]");
    }

    [Test]
    public void The_middle_of_large_tensors_is_left_out()
    {
        Tensor.Arange(1001).ToString().ShouldBe("[   0,    1,    2, ...,  998,  999, 1000] Int64");
        Tensor.Arange(1000).ToString().ShouldNotContain("...");
        var rows = Tensor.Zeros([500, 3]).ToString().Split('\n');
        rows.Length.ShouldBe(7);
        rows[3].ShouldBe(" ...,");
        rows[6].ShouldBe(" [0, 0, 0]]");
    }

    [Test]
    public void Long_rows_are_broken() => Tensor.Arange(100).ToString().Split('\n').ShouldAllBe(line => line.Length <= 88);

    [Test]
    public void Precision_can_be_chosen()
    {
        Tensor.From([1.0 / 3]).ToString(10).ShouldBe("[0.3333333333] Float64");
        Tensor.From([0.26f, 1.9f]).ToString(0).ShouldBe("[0, 2]");
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Zeros([1]).ToString(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Zeros([1]).ToString(18));
    }

    [Test]
    public void The_culture_does_not_matter()
    {
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NegativeSign) = (",", "~");
        CultureInfo.CurrentCulture = comma;
        try
        {
            Tensor.From([-1.5f]).ToString().ShouldBe("[-1.5000]");
            Tensor.From([-1L]).ToString().ShouldBe("[-1] Int64");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void The_debugger_shows_one_line_for_every_kind_of_tensor()
    {
        TensorFormatter.WriteShort(Tensor.Arange(20).Reshape(4, 5)).ShouldBe("Int64 [4, 5] { 0, 1, 2, 3, 4, 5, ... }");
        TensorFormatter.WriteShort(Tensor.Scalar(true)).ShouldBe("Bool [] { true }");
        TensorFormatter.WriteShort(Tensor.Zeros([0, 2])).ShouldBe("Float32 [0, 2] { }");
        TensorFormatter.WriteShort(Tensor.From([float.NaN, 1.5f])).ShouldBe("Float32 [2] { nan, 1.5000 }");
    }
}
