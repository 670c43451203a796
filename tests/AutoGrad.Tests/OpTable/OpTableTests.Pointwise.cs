namespace AutoGrad.Tests.OpTable;

public sealed partial class OpTableTests
{
    private const int LongestTail = 65;

    private static readonly DType[] s_floats = [DType.Float64, DType.Float32];

    private static readonly double[] s_specials64 =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, 1, -1, double.Epsilon, -double.Epsilon, 1e-310, 1e-300, -1e-300, 1e-20, -1e-20, 1e20, 1e300, -1e300, double.MaxValue, double.MinValue];

    private static readonly double[] s_specials32 =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, 1, -1, float.Epsilon, -float.Epsilon, 1e-40f, 1e-30f, -1e-30f, 1e-10f, -1e-10f, 1e10f, 1e30f, -1e30f, float.MaxValue, float.MinValue];

    private static IEnumerable<TestCaseData> Pointwise => Cases(IsPointwise);

    private static bool IsPointwise(OpRow row) => row.Scalar1 is not null || row.Scalar2 is not null;

    [TestCaseSource(nameof(Pointwise))]
    public void Scalars_and_empty_tensors_keep_their_shape(OpRow row)
    {
        foreach (var dtype in Floats(row))
            foreach (var shape in new Shape[] { [], [0], [2, 0], [0, 3, 1] })
            {
                var x = Arguments(row, shape, dtype);
                row.Run(x).ShouldHaveSingleItem().Shape.ShouldBe(shape, Describe(row, x));
            }
    }

    [TestCaseSource(nameof(Pointwise))]
    public void Every_length_gives_each_element_what_it_gets_alone(OpRow row)
    {
        foreach (var dtype in Floats(row))
        {
            var tolerance = dtype == DType.Float64 ? row.Tolerance : row.Float32Tolerance;
            var all = Array.ConvertAll(Arguments(row, [LongestTail], dtype), t => NdArray.Of(t).Data);
            var alone = Enumerable.Range(0, LongestTail).Select(i => NdArray.Of(row.Run(Slices(all, i, 1, dtype))[0]).Data[0]).ToArray();
            for (var n = 1; n <= LongestTail; n++)
            {
                var y = NdArray.Of(row.Run(Slices(all, 0, n, dtype))[0]);
                Expect.Close(y, new NdArray(alone[..n], n), tolerance, $"{row.Name} on {n} elements of {dtype}, against each alone");
                Expect.Close(y, new NdArray(Formula(row, all)[..n], n), tolerance, $"{row.Name} on {n} elements of {dtype}, against the formula");
            }
        }
    }

    [TestCaseSource(nameof(Pointwise))]
    public void Special_values_follow_the_formula(OpRow row)
    {
        foreach (var dtype in Floats(row))
        {
            var specials = dtype == DType.Float64 ? s_specials64 : s_specials32;
            double[][] x = row.Scalar1 is not null
                ? [specials]
                : [[.. specials.SelectMany(v => Enumerable.Repeat(v, specials.Length))], [.. specials.SelectMany(_ => specials)]];
            var together = NdArray.Of(row.Run(Slices(x, 0, x[0].Length, dtype))[0]).Data;
            var formula = Formula(row, x);
            for (var i = 0; i < formula.Length; i++)
            {
                var alone = NdArray.Of(row.Run(Slices(x, i, 1, dtype))[0]).Data[0];
                if (row.SpecialValues is not null) continue;
                var expected = dtype == DType.Float32 ? (double)(float)formula[i] : formula[i];
                var tolerance = dtype == DType.Float64 ? row.Tolerance : row.Float32Tolerance;
                var at = $"{row.Name} of {string.Join(", ", x.Select(v => v[i].ToString("R")))} in {dtype}";
                SameSpecial(together[i], expected, tolerance, $"{at}, in a vector");
                SameSpecial(alone, expected, tolerance, $"{at}, alone");
            }
        }
    }

    private static IEnumerable<DType> Floats(OpRow row) => s_floats.Where(d => d == DType.Float64 || !double.IsNaN(row.Float32Tolerance));

    private static Tensor[] Arguments(OpRow row, Shape shape, DType dtype)
    {
        var sampler = new Sampler(7);
        return [.. Enumerable.Range(0, row.Scalar1 is null ? 2 : 1).Select(_ => TensorCopies.As(sampler.Floats(shape.ToArray(), row.Domain.Low, row.Domain.High, row.Avoid), dtype))];
    }

    private static Tensor[] Slices(double[][] x, int from, int count, DType dtype) =>
        Array.ConvertAll(x, v => TensorCopies.FromValues(v[from..(from + count)], [count], dtype));

    private static double[] Formula(OpRow row, double[][] x) =>
        [.. Enumerable.Range(0, x[0].Length).Select(i => row.Scalar1 is { } f ? f(x[0][i]) : row.Scalar2!(x[0][i], x[1][i]))];

    private static void SameSpecial(double actual, double expected, double tolerance, string what)
    {
        var zeros = actual == 0 && expected == 0;
        if (zeros ? double.IsNegative(actual) != double.IsNegative(expected) : !Expect.Near(actual, expected, tolerance))
            throw new ShouldAssertException($"{what}: is {actual:R}, the formula says {expected:R}.");
    }
}
