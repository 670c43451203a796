using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

/// <summary>The vectorised functions of two numbers, against the framework's scalar ones.</summary>
public class PairFunctionTests
{
    private static readonly double[] s_special =
    [
        0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, 1e-30, -1e-30, 1e30, -1e30, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
        float.MaxValue, -float.MaxValue, float.Epsilon, -float.Epsilon, 16777216, 16777217, -33554434,
    ];

    private sealed record Row(BinaryKernel<float> Single, BinaryKernel<double> Double, Func<double, double, double> Exact);

    private static readonly Dictionary<string, Row> s_rows = new()
    {
        ["atan2"] = new((x, y, z) => Elementwise.Run(default(Atan2Operator), x, y, z), (x, y, z) => Elementwise.Run(default(Atan2Operator), x, y, z), Math.Atan2),
        ["hypot"] = new((x, y, z) => Elementwise.Run(default(Hypotenuse), x, y, z), (x, y, z) => Elementwise.Run(default(Hypotenuse), x, y, z), double.Hypot),
        ["max"] = new(Extreme.Larger, Extreme.Larger, Math.Max),
        ["min"] = new(Extreme.Smaller, Extreme.Smaller, Math.Min),
        ["pow"] = new(Power.Run, Power.Run, Math.Pow),
    };

    [Test]
    public void Floats_are_the_exact_values_to_four_units([Values("atan2", "hypot", "max", "min", "pow")] string function)
    {
        var row = s_rows[function];
        var (x, y) = Pairs(s_special);
        var (a, b) = (Array.ConvertAll(x, v => (float)v), Array.ConvertAll(y, v => (float)v));
        var z = new float[a.Length];
        row.Single(a, b, z);
        for (var i = 0; i < z.Length; i++) Compare(z[i], row.Exact(a[i], b[i]), a[i], b[i], (float)row.Exact(a[i], b[i]), Math.Pow(2, -23), Math.Pow(2, -149));
    }

    [Test]
    public void Doubles_are_the_framework_s_to_four_units([Values("atan2", "hypot", "max", "min", "pow")] string function)
    {
        var row = s_rows[function];
        var (x, y) = Pairs([.. s_special, double.MaxValue, -double.MaxValue, double.Epsilon, -double.Epsilon]);
        var z = new double[x.Length];
        row.Double(x, y, z);
        for (var i = 0; i < z.Length; i++) Compare(z[i], row.Exact(x[i], y[i]), x[i], y[i], row.Exact(x[i], y[i]), Math.Pow(2, -52), double.Epsilon);
    }

    [Test]
    public void The_extreme_of_a_span_is_that_of_a_loop()
    {
        var random = new Random(5);
        for (var n = 1; n < 300; n++)
        {
            var x = Enumerable.Range(0, n).Select(_ => random.Next(200) == 0 ? double.NaN : random.Next(-3, 3) * 0.5 * (random.Next(2) == 0 ? 1 : -1)).ToArray();
            var narrow = Array.ConvertAll(x, v => (float)v);
            (new MaxReduction<double>().Run(x), new MinReduction<double>().Run(x)).ShouldBe((x.Aggregate(Math.Max), x.Aggregate(Math.Min)));
            BitConverter.SingleToInt32Bits(new MaxReduction<float>().Run(narrow)).ShouldBe(BitConverter.SingleToInt32Bits(narrow.Aggregate(MathF.Max)));
            BitConverter.SingleToInt32Bits(new MinReduction<float>().Run(narrow)).ShouldBe(BitConverter.SingleToInt32Bits(narrow.Aggregate(MathF.Min)));
        }
    }

    [Test]
    public void The_place_of_the_extreme_is_the_first_and_NaN_wins()
    {
        var random = new Random(6);
        for (var n = 100; n < 400; n++)
        {
            var x = Enumerable.Range(0, n).Select(_ => random.Next(400) == 0 ? float.NaN : random.Next(-40, 40)).ToArray();
            var y = new long[1];
            ExtremeIndex.Run(x, n, 1, y, default(ExtremeIndex.Largest<float>));
            var known = Array.FindIndex(x, float.IsNaN);
            y[0].ShouldBe(known >= 0 ? known : Array.IndexOf(x, x.Max()));
            ExtremeIndex.Run(x, n, 1, y, default(ExtremeIndex.Smallest<float>));
            y[0].ShouldBe(known >= 0 ? known : Array.IndexOf(x, x.Min()));
        }
    }

    [Test]
    public void Rectified_is_the_larger_of_zero_and_the_element()
    {
        float[] x = [.. s_special.Select(v => (float)v)], y = new float[x.Length];
        Extreme.Rectify<float>(x, y);
        for (var i = 0; i < x.Length; i++) BitConverter.SingleToInt32Bits(y[i]).ShouldBe(BitConverter.SingleToInt32Bits(MathF.Max(x[i], 0)));
    }

    private static void Compare(double actual, double exact, double x, double y, double rounded, double relative, double least)
    {
        var close = double.IsFinite(rounded) && rounded != 0
            ? Math.Abs(actual - exact) <= 4 * Math.Max(least, Math.Abs(exact) * relative)
            : actual.Equals(rounded) && double.IsNegative(actual) == double.IsNegative(rounded) || double.IsNaN(actual) && double.IsNaN(rounded);
        if (!close) throw new ShouldAssertException($"({x:R}, {y:R}) gives {actual:R}, not {exact:R}");
    }

    /// <summary>Every pair of special values, and random ones of every size.</summary>
    private static (double[] X, double[] Y) Pairs(double[] special)
    {
        var random = new Random(2);
        var pairs = (from a in special from b in special select (a, b)).ToList();
        for (var i = 0; i < 20_000; i++) pairs.Add((Some(random), Some(random)));
        for (var i = 0; i < 5_000; i++) pairs.Add((random.NextDouble() * 3, random.Next(-9, 9)));
        return ([.. pairs.Select(p => p.a)], [.. pairs.Select(p => p.b)]);
    }

    private static double Some(Random random) => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 4));
}
