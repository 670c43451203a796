using AutoGrad.Tests.OpTable;

namespace AutoGrad.Tests.Transforms;

/// <summary>The transforms on every row of the op table: forward against reverse, batches against one sample after another.</summary>
public class TransformTableTests
{
    private const double Tolerance = 1e-10, Step = 1e-4;

    // part of the result is a choice without a derivative: reverse mode sees that it is not used, forward mode cannot
    private static readonly string[] s_choices = ["Qr(complete)", "Svd(full)"];

    private static IEnumerable<TestCaseData> Once => Cases(r => r.Order > 0 && !s_choices.Contains(r.Name));

    private static IEnumerable<TestCaseData> Twice => Cases(r => r.Order > 1 && !s_choices.Contains(r.Name));

    private static IEnumerable<TestCaseData> Choices => Cases(r => s_choices.Contains(r.Name));

    private static IEnumerable<TestCaseData> Smooth => Cases(r => r.Order > 1 && (r.Scalar1 ?? (object?)r.Scalar2) is not null);

    private static IEnumerable<TestCaseData> All => Cases(_ => true);

    [TestCaseSource(nameof(Once))]
    public void Forward_mode_is_the_transpose_of_reverse_mode(OpRow row)
    {
        foreach (var sample in row.Inputs())
        {
            var (f, x, sampler) = (Floating(row, sample), Inputs(sample), new Sampler(3));
            if (x.Length == 0) continue;
            var (values, pullback) = Autodiff.Vjp(f, x);
            if (values.Length == 0) continue;
            var (t, g) = (Like(sampler, x), Like(sampler, values));
            var (_, pushed) = Autodiff.Jvp(f, x, t);
            for (var i = 0; i < pushed.Length; i++) pushed[i].Shape.ShouldBe(values[i].Shape, row.Name);
            Close(Inner(pushed, g), Inner(t, pullback(g)), $"{row.Name} {Shapes(x)}: ⟨J t, g⟩ against ⟨t, Jᵀ g⟩");
        }
    }

    [TestCaseSource(nameof(Choices))]
    public void Forward_mode_refuses_a_choice_without_a_derivative(OpRow row) =>
        Should.Throw<NotSupportedException>(() => Autodiff.Jvp(row.Run, row.Inputs().First(), row.Inputs().First())).Message.ShouldContain("choice");

    [TestCaseSource(nameof(Twice))]
    public void Both_modes_over_both_modes_agree(OpRow row)
    {
        foreach (var sample in row.Inputs())
        {
            var (f, x, sampler) = (Floating(row, sample), Inputs(sample), new Sampler(3));
            if (x.Length == 0 || f(x) is not { Length: > 0 } y) continue;
            var (t, u, g) = (Like(sampler, x), Like(sampler, x), Like(sampler, y));
            Tensor Scalar(Tensor[] z) => f(z).Zip(g, (a, b) => (a * b).Sum()).Aggregate((a, b) => a + b);
            var forwardOverReverse = Inner(Autodiff.HessianVector(Scalar, x, t), u);
            var reverseOverReverse = Inner(Autodiff.VectorHessian(Scalar, x, t), u);
            var reverseOverForward = Inner(Autodiff.Gradient(z => Autodiff.Jvp(Scalar, z, t).Tangent, x), u);
            var forwardOverForward = NdArray.Of(Autodiff.Jvp(z => Autodiff.Jvp(Scalar, z, t).Tangent, x, u).Tangent).Data[0];
            Close(forwardOverReverse, reverseOverReverse, $"{row.Name} {Shapes(x)}: forward over reverse, reverse over reverse");
            Close(reverseOverForward, reverseOverReverse, $"{row.Name} {Shapes(x)}: reverse over forward, reverse over reverse");
            Close(forwardOverForward, reverseOverReverse, $"{row.Name} {Shapes(x)}: forward over forward, reverse over reverse");
        }
    }

    [TestCaseSource(nameof(Smooth))]
    public void Third_and_fourth_orders_agree_in_all_modes(OpRow row)
    {
        foreach (var sample in row.Inputs().Where(s => s.All(t => t.Size is > 0 and < 7)))
        {
            var (f, x) = (Floating(row, sample), Inputs(sample));
            var t = Like(new Sampler(3), x);
            Func<Tensor[], Tensor> forward = z => f(z)[0].Sum(), reverse = forward;
            for (var order = 1; order <= 4; order++)
            {
                var (below, beneath) = (forward, reverse);
                forward = z => Autodiff.Jvp(below, z, t).Tangent;
                reverse = z => Autodiff.Gradient(beneath, z).Zip(t, (d, v) => (d * v).Sum()).Aggregate((a, b) => a + b);
                if (order < 3) continue;
                var (one, other) = (NdArray.Of(forward(x)).Data[0], NdArray.Of(reverse(x)).Data[0]);
                Close(one, other, $"{row.Name} {Shapes(x)}: order {order}, forward against reverse");
                // and what they agree on is the slope of the order below
                var (up, down) = (Along(below, x, t, Step), Along(below, x, t, -Step));
                var slope = (up - down) / (2 * Step);
                Math.Abs(one - slope).ShouldBeLessThanOrEqualTo(1e-5 * Math.Max(1, Math.Max(Math.Abs(up), Math.Abs(slope))), $"{row.Name} {Shapes(x)}: order {order}, against a difference quotient");
            }
        }
    }

    [TestCaseSource(nameof(All))]
    public void A_batch_equals_its_samples(OpRow row)
    {
        foreach (var sample in row.Inputs())
        {
            if (sample.Length == 0) continue;
            Tensor[][] samples = [sample, Moved(row, sample), sample];
            var expected = samples.Select(row.Run).ToArray();
            foreach (var shared in Shared(sample.Length))
            {
                var mixed = samples.Select((s, k) => s.Select((t, i) => shared[i] ? sample[i] : t).ToArray()).ToArray();
                var one = mixed.Select(row.Run).ToArray();
                var batch = Enumerable.Range(0, sample.Length).Select(i => shared[i] ? sample[i] : Tensor.Stack([.. samples.Select(s => s[i])])).ToArray();
                var y = Autodiff.Vmap(row.Run, [.. shared.Select(s => s ? null : (int?)0)])(batch);
                for (var k = 0; k < y.Length; k++)
                    Expect.Close(NdArray.Of(y[k]), NdArray.Of(Tensor.Stack([.. one.Select(o => o[k])])), 1e-11, $"{row.Name} {Shapes(sample)}, shared: {string.Join(",", shared)}, result {k}");
            }
        }
    }

    [TestCaseSource(nameof(Once))]
    public void Gradients_of_a_batch_equal_those_of_its_samples(OpRow row)
    {
        foreach (var sample in row.Inputs())
        {
            var (f, x) = (Floating(row, sample), Inputs(sample));
            if (x.Length == 0 || f(x) is not { Length: > 0 } y) continue;
            var g = Like(new Sampler(3), y);
            Tensor[] Gradient(Tensor[] z) => Autodiff.Vjp(f, z).Pullback(g);
            Tensor[] Tangent(Tensor[] z) => Autodiff.Jvp(f, z, Array.ConvertAll(z, t => t * 0.5 + 1)).Tangents;
            var moved = Inputs(Moved(row, sample));
            var batch = x.Zip(moved, (a, b) => Tensor.Stack([a, b])).ToArray();
            foreach (var transform in (Func<Tensor[], Tensor[]>[])[Gradient, Tangent])
            {
                var (first, second, both) = (transform(x), transform(moved), Autodiff.Vmap(transform)(batch));
                for (var i = 0; i < both.Length; i++) Expect.Close(NdArray.Of(both[i]), NdArray.Of(Tensor.Stack([first[i], second[i]])), Tolerance, $"{row.Name} {Shapes(x)}, {i}");
                // and the other way round: one pass back through the batch
                if (transform == (Func<Tensor[], Tensor[]>)Gradient) Through(row, f, batch, g, both);
            }
        }
    }

    private static void Through(OpRow row, Func<Tensor[], Tensor[]> f, Tensor[] batch, Tensor[] g, Tensor[] expected)
    {
        var gradients = Autodiff.Vjp(Autodiff.Vmap(f), batch).Pullback(Array.ConvertAll(g, t => Tensor.Stack([t, t])));
        for (var i = 0; i < gradients.Length; i++) Expect.Close(NdArray.Of(gradients[i]), NdArray.Of(expected[i]), Tolerance, $"{row.Name}, through the batch, {i}");
    }

    private static IEnumerable<TestCaseData> Cases(Func<OpRow, bool> which) => OpTable.OpTable.Rows.Where(which).Select(r => new TestCaseData(r).SetArgDisplayNames(r.Name));

    /// <summary>The row as a function of its floating inputs to its floating outputs.</summary>
    private static Func<Tensor[], Tensor[]> Floating(OpRow row, Tensor[] sample) => x =>
    {
        var next = 0;
        return [.. row.Run(Array.ConvertAll(sample, t => t.DType.IsFloating ? x[next++] : t)).Where(y => y.DType.IsFloating)];
    };

    private static Tensor[] Inputs(Tensor[] sample) => [.. sample.Where(t => t.DType.IsFloating)];

    /// <summary>The sample with the elements of its floating inputs in another order: inside the domain, and different.</summary>
    private static Tensor[] Moved(OpRow row, Tensor[] sample) => Array.ConvertAll(sample, t => t.DType.IsFloating && row.Scalar1 is not null ? Tensor.From(t.ToArray<double>().Reverse().ToArray(), t.Shape) : t.DType.IsFloating ? t * (1 - 1.0 / 256) : t);

    private static Tensor[] Like(Sampler sampler, Tensor[] x) => Array.ConvertAll(x, t => TensorCopies.As(sampler.Floats(t.Shape.ToArray(), 0.5, 1.5), t.DType));

    private static IEnumerable<bool[]> Shared(int count) =>
        Enumerable.Range(-1, count == 1 ? 1 : count + 1).Select(one => Enumerable.Range(0, count).Select(i => i == one).ToArray());

    private static double Inner(Tensor[] a, Tensor[] b) => a.Zip(b, (s, t) => NdArray.Of(s).Data.Zip(NdArray.Of(t).Data, (p, q) => p * q).Sum()).Sum();

    private static void Close(double actual, double expected, string what)
    {
        if (double.IsNaN(actual) && double.IsNaN(expected)) return;
        Math.Abs(actual - expected).ShouldBeLessThanOrEqualTo(Tolerance * Math.Max(1, Math.Abs(expected)), what);
    }

    private static double Along(Func<Tensor[], Tensor> f, Tensor[] x, Tensor[] t, double step) => NdArray.Of(f([.. x.Zip(t, (a, b) => a + step * b)])).Data[0];

    private static string Shapes(Tensor[] x) => string.Join(" ", x.Select(t => t.Shape.ToString()));
}
