using System.Globalization;
using System.Numerics;
using AutoGrad.Kernels;
using E = AutoGrad.Tests.Kernels.ExactFunctions;

namespace AutoGrad.Tests.Kernels;

/// <summary>The errors of the vectorised functions over their whole range, and the table of them in docs/accuracy.md.</summary>
public class AccuracyTests
{
    private sealed record Row(string Name, Func<float[], float[]> Single, Func<double[], double[]> Double, Func<BigInteger, BigInteger> Exact,
        double Low, double High, double Limit);

    private static readonly Row[] s_rows =
    [
        Of<ExpOperator>("exp", E.Exp, -700, 700, 2),
        Of<Exp2Operator>("exp2", x => E.Exp(E.Multiply(x, E.Log(2 * E.One))), -1000, 1000, 4),
        Of<Expm1Operator>("expm1", x => E.Exp(x) - E.One, -700, 700, 4),
        Of<LogOperator>("log", E.Log, 0, 1e300, 2),
        Of<Log2Operator>("log2", E.Log2, 0, 1e300, 4),
        Of<Log10Operator>("log10", E.Log10, 0, 1e300, 4),
        Of<Log1pOperator>("log1p", x => E.Log(E.One + x), -1, 1e300, 4),
        Of<SinOperator>("sin", E.Sin, -1e9, 1e9, 2),
        Of<CosOperator>("cos", E.Cos, -1e9, 1e9, 2),
        Of<TanOperator>("tan", x => E.Divide(E.Sin(x), E.Cos(x)), -1e9, 1e9, 4),
        Of<AsinOperator>("asin", E.Asin, -1, 1, 4),
        Of<AcosOperator>("acos", E.Acos, -1, 1, 4),
        Of<AtanOperator>("atan", E.Atan, -1e9, 1e9, 4),
        Of<SinhOperator>("sinh", x => (E.Exp(x) - E.Exp(-x)) / 2, -300, 300, 4),
        Of<CoshOperator>("cosh", x => (E.Exp(x) + E.Exp(-x)) / 2, -300, 300, 4),
        Of<TanhOperator>("tanh", x => E.One - 2 * E.Divide(E.One, E.Exp(2 * x) + E.One), -100, 100, 4),
        Of<SigmoidOperator>("sigmoid", x => E.Divide(E.Exp(x), E.Exp(x) + E.One), -300, 300, 4),
        Of("erf", ErrorFunction.Erf, ErrorFunction.Erf, E.Erf, -8, 8, 4),
        Of("erfc", ErrorFunction.Erfc, ErrorFunction.Erfc, x => E.One - E.Erf(x), -8, 8, 4),
        Of("gelu", NormalGate.Gelu, NormalGate.Gelu, x => E.Multiply(x, E.One + E.Erf(E.Divide(x, E.RootTwo))) / 2, -11, 11, 4),
        Of("xʸ, y = 100.25", (x, y) => Power.Run(x, 100.25f, y), (x, y) => Power.Run(x, 100.25, y), x => E.Exp(E.Multiply(E.Of(100.25), E.Log(x))), 0, 1e3, 4),
        Of("xʸ, y = x", (x, y) => Power.Run(x, x, y), (x, y) => Power.Run(x, x, y), x => E.Exp(E.Multiply(x, E.Log(x))), 0, 140, 4),
        Of<LogSigmoidOperator>("log σ", x => -E.Log(E.One + E.Exp(-x)), -300, 300, 4),
    ];

    [Test]
    public void Errors_are_within_their_limits_and_as_documented()
    {
        var table = "| function | float, ulp | double, ulp | limit |\n|---|---|---|---|\n";
        foreach (var row in s_rows)
        {
            var (single, @double) = (Worst(row, single: true), Worst(row, single: false));
            table += string.Create(CultureInfo.InvariantCulture, $"| {row.Name} | {single.Error:F2} | {@double.Error:F2} | {row.Limit} |\n");
            TestContext.Out.WriteLine($"{row.Name} {single} {@double}");
            single.Error.ShouldBeLessThanOrEqualTo(row.Limit, $"{row.Name}, float, at {single.At:R}");
            @double.Error.ShouldBeLessThanOrEqualTo(row.Limit, $"{row.Name}, double, at {@double.At:R}");
        }
        TestContext.Out.WriteLine(table);
        File.ReadAllText(Path.Combine(Architecture.SourceTree.Root, "docs", "accuracy.md")).ShouldContain(table, customMessage: "docs/accuracy.md: replace its table with this one");
    }

    [Test]
    public void Float_errors_hold_over_every_exponent()
    {
        var x = Enumerable.Range(0, 1 << 20).Select(i => BitConverter.Int32BitsToSingle(i * 4093)).Where(float.IsFinite).ToArray();
        (string, Func<float[], float[]>, Func<double, double>, double)[] rows =
        [
            ("exp", Single<ExpOperator>, Math.Exp, 2), ("log", Single<LogOperator>, Math.Log, 2),
            ("sin", Single<SinOperator>, Math.Sin, 2), ("cos", Single<CosOperator>, Math.Cos, 2), ("tan", Single<TanOperator>, Math.Tan, 4),
            ("sinh", Single<SinhOperator>, Math.Sinh, 4), ("cosh", Single<CoshOperator>, Math.Cosh, 4), ("tanh", Single<TanhOperator>, Math.Tanh, 4),
            ("log2", Single<Log2Operator>, Math.Log2, 4), ("log10", Single<Log10Operator>, Math.Log10, 4),
        ];
        foreach (var (name, kernel, exact, limit) in rows)
        {
            var y = kernel(x);
            for (var i = 0; i < x.Length; i++)
            {
                var expected = exact(x[i]);
                var rounded = (float)expected;
                if (!float.IsFinite(rounded) || rounded == 0)
                {
                    if (!y[i].Equals(rounded)) throw new ShouldAssertException($"{name}({x[i]:R}) = {y[i]:R}, not {rounded:R}");
                    continue;
                }
                var ulp = Math.Max(Math.Pow(2, Math.Floor(Math.Log2(Math.Abs(expected))) - 23), Math.Pow(2, -149));
                if (!(Math.Abs(y[i] - expected) <= limit * ulp)) throw new ShouldAssertException($"{name}({x[i]:R}) = {y[i]:R}, not {expected:R}");
            }
        }
    }

    [Test]
    public void Bits_do_not_depend_on_the_width_of_the_registers_or_the_place()
    {
        var x = Samples(-80, 80).Select(v => (float)v).ToArray();
        var y = Single<ExpOperator>(x);
        for (var n = 1; n <= 65; n++) Single<ExpOperator>(x[n..(2 * n)]).ShouldBe(y[n..(2 * n)]);
        var z = new float[x.Length];
        Elementwise.Loop<float, NativeSingle, ExpOperator>(default, ref x[0], ref z[0], x.Length);
        z.ShouldBe(y);
    }

    private static (double Error, double At) Worst(Row row, bool single)
    {
        var x = Samples(single ? Math.Max(row.Low, -1e4) : row.Low, single ? Math.Min(row.High, 1e4) : row.High).ToArray();
        var narrow = x.Select(v => (float)v).ToArray();
        var y = single ? row.Single(narrow).Select(v => (double)v).ToArray() : row.Double(x);
        var worst = (Error: 0.0, At: 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            var at = single ? narrow[i] : x[i];
            if (at <= row.Low || at >= row.High || !double.IsFinite(y[i]) || Math.Abs(y[i]) < 1e-30) continue;
            var error = E.Ulps(y[i], row.Exact(E.Of(at)), single);
            if (error > worst.Error) worst = (error, at);
        }
        return worst;
    }

    /// <summary>Numbers of every size within the bounds, thinly at the far ends and densely about 1.</summary>
    private static IEnumerable<double> Samples(double low, double high)
    {
        var random = new Random(1);
        for (var i = 0; i < 3000; i++)
        {
            var size = i % 3 == 0 ? Math.Pow(10, random.NextDouble() * 50 - 25) : i % 3 == 1 ? random.NextDouble() * 4 : Math.Pow(2, random.NextDouble() * 10);
            var x = i % 2 == 0 ? size : -size;
            if (x > low && x < high) yield return x;
        }
    }

    private static Row Of<F>(string name, Func<BigInteger, BigInteger> exact, double low, double high, double limit) where F : struct, IUnaryOperator =>
        new(name, Single<F>, Double<F>, exact, low, high, limit);

    private static Row Of(string name, UnaryKernel<float> single, UnaryKernel<double> @double, Func<BigInteger, BigInteger> exact, double low, double high, double limit) =>
        new(name, x => Filled(single, x), x => Filled(@double, x), exact, low, high, limit);

    private static T[] Filled<T>(UnaryKernel<T> kernel, T[] x)
    {
        var y = new T[x.Length];
        kernel(x, y);
        return y;
    }

    private static float[] Single<F>(float[] x) where F : struct, IUnaryOperator
    {
        var y = new float[x.Length];
        Elementwise.Run(default(F), x.AsSpan(), y.AsSpan());
        return y;
    }

    private static double[] Double<F>(double[] x) where F : struct, IUnaryOperator
    {
        var y = new double[x.Length];
        Elementwise.Run(default(F), x.AsSpan(), y.AsSpan());
        return y;
    }
}
