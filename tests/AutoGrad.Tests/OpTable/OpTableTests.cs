namespace AutoGrad.Tests.OpTable;

/// <summary>What every operation must do, proven for each row of the op table on each of its samples.</summary>
public sealed partial class OpTableTests
{
    private static IEnumerable<TestCaseData> All => Cases(_ => true);

    private static IEnumerable<TestCaseData> InFloat32 => Cases(r => !double.IsNaN(r.Float32Tolerance));

    private static IEnumerable<TestCaseData> OnIntegers => Cases(r => r.Integers);

    private static IEnumerable<TestCaseData> Cases(Func<OpRow, bool> applies) =>
        OpTable.Rows.Where(applies).Select(row => new TestCaseData(row).SetArgDisplayNames(row.Name));

    private static string Describe(OpRow row, Tensor[] x) => $"{row.Name}({string.Join(", ", x.Select(t => $"{t.DType} {t.Shape}"))})";

    [Test]
    public void Row_names_are_unique() => OpTable.Rows.Select(r => r.Name).ShouldBeUnique();

    [TestCaseSource(nameof(All))]
    public void Values_equal_the_reference(OpRow row)
    {
        foreach (var x in row.Inputs()) EqualsReference(row, x, row.Run(x), row.Tolerance);
    }

    [TestCaseSource(nameof(InFloat32))]
    public void Float32_agrees_with_float64(OpRow row)
    {
        foreach (var x in row.Inputs())
        {
            var (wide, narrow) = (row.Run(x), row.Run(TensorCopies.Of(x, grad: false, DType.Float32)));
            narrow.Length.ShouldBe(wide.Length);
            for (var k = 0; k < wide.Length; k++) Expect.Close(NdArray.Of(narrow[k]), NdArray.Of(wide[k]), row.Float32Tolerance, $"{Describe(row, x)} in float32, output {k}");
        }
    }

    [TestCaseSource(nameof(OnIntegers))]
    public void Integers_equal_the_reference(OpRow row)
    {
        foreach (var dtype in new[] { DType.Int64, DType.Int32 })
            foreach (var x in row.Inputs())
            {
                var integers = Array.ConvertAll(x, t => t.DType.IsFloating ? TensorCopies.Rounded(t, dtype) : t);
                EqualsReference(row, integers, row.Run(integers), row.Tolerance);
            }
    }

    [TestCaseSource(nameof(All))]
    public void Inputs_stay_as_they_were(OpRow row)
    {
        foreach (var original in row.Inputs())
        {
            var x = TensorCopies.Of(original, grad: true);
            Pull(row, x, row.Run(x));
            for (var i = 0; i < x.Length; i++) Expect.SameBits(x[i], original[i], $"{Describe(row, x)} changed input {i}");
        }
    }

    [TestCaseSource(nameof(All))]
    public void Nothing_is_recorded_without_need(OpRow row)
    {
        foreach (var original in row.Inputs())
        {
            foreach (var y in row.Run(TensorCopies.Of(original, grad: false))) y.RequiresGrad.ShouldBeFalse($"{row.Name}: no input requires a gradient");
            using (GradMode.NoGrad())
                foreach (var y in row.Run(TensorCopies.Of(original, grad: true))) (y.RequiresGrad && !y.IsLeaf).ShouldBeFalse($"{row.Name}: inside NoGrad");
        }
    }

    [TestCaseSource(nameof(All))]
    public void Tensors_inside_larger_buffers_are_inputs_like_others(OpRow row)
    {
        foreach (var original in row.Inputs())
        {
            var (x, inside) = (TensorCopies.Of(original, grad: true), Array.ConvertAll(original, TensorCopies.Inside));
            foreach (var t in inside) t.RequiresGrad = t.DType.IsFloating;
            var (y, z) = (row.Run(x), row.Run(inside));
            for (var k = 0; k < y.Length; k++) Expect.SameBits(z[k], y[k], $"{Describe(row, x)}: output {k} from inside a larger buffer");
            var (dx, dz) = (Pull(row, x, y), Pull(row, inside, z));
            for (var i = 0; i < dx.Length; i++) Expect.SameBits(dz[i], dx[i], $"{Describe(row, x)}: gradient {i} from inside a larger buffer");
        }
    }

    private static void EqualsReference(OpRow row, Tensor[] x, Tensor[] y, double tolerance)
    {
        var expected = row.Reference(Array.ConvertAll(x, NdArray.Of));
        y.Length.ShouldBe(expected.Length, row.Name);
        for (var k = 0; k < y.Length; k++) Expect.Close(NdArray.Of(y[k]), expected[k], tolerance, $"{Describe(row, x)}, output {k}");
    }
}
