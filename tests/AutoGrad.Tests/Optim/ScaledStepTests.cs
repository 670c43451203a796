using AutoGrad.Optim;

namespace AutoGrad.Tests.Optim;

/// <summary>Optimizers whose step depends on the whole parameter, against their papers' formulas in plain C#.</summary>
public class ScaledStepTests
{
    private const int Steps = 6;

    [TestCase(0.0)]
    [TestCase(0.1)]
    public void Lamb_steps_as_far_as_the_parameter_is_long(double decay)
    {
        var (w, m, v, t) = (Numbers(7, 1), new double[7], new double[7], 0);
        ShouldFollow([7], p => new Lamb(p, 0.05, weightDecay: decay), g =>
        {
            t++;
            var r = new double[7];
            for (var i = 0; i < 7; i++)
            {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                r[i] = m[i] / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, t))) + 1e-6) + decay * w[i];
            }
            var ratio = Norm(w) / Norm(r);
            for (var i = 0; i < 7; i++) w[i] -= 0.05 * ratio * r[i];
            return w;
        });
    }

    [Test]
    public void Lamb_takes_the_ratio_of_a_zero_parameter_as_1()
    {
        var p = Tensor.Zeros([2], DType.Float64).WithGrad();
        p.Grad = Tensor.From([3.0, -4.0]);
        new Lamb([p], 0.5).Step();
        p.ToArray<double>().ShouldBe([-0.5, 0.5], 1e-6);
    }

    [TestCase(3, 5, true)]
    [TestCase(5, 3, true)]
    [TestCase(4, 4, false)]
    [TestCase(1, 6, true)]
    public void Muon_steps_along_a_nearly_orthogonal_matrix(int rows, int columns, bool nesterov)
    {
        var (w, m) = (Numbers(rows * columns, 1), new double[rows * columns]);
        ShouldFollow([rows, columns], p => new Muon(p, 0.02, nesterov: nesterov), g =>
        {
            for (var i = 0; i < m.Length; i++) m[i] += 0.05 * (g[i] - m[i]);
            var u = nesterov ? [.. g.Select((gi, i) => gi + 0.95 * (m[i] - gi))] : m;
            var x = NewtonSchulz(u, rows, columns);
            for (var i = 0; i < w.Length; i++) w[i] = w[i] * (1 - 0.02 * 0.1) - 0.02 * Math.Sqrt(Math.Max(1, (double)rows / columns)) * x[i];
            return w;
        });
    }

    [Test]
    public void Muon_s_direction_has_singular_values_near_1()
    {
        var p = Tensor.Zeros([6, 4], DType.Float64).WithGrad();
        p.Grad = Tensor.Randn([6, 4], DType.Float64, new Generator(3));
        new Muon([p], 1, weightDecay: 0).Step();
        foreach (var s in LinearAlgebra.Svd(p.Detach() / Math.Sqrt(1.5)).S.ToArray<double>()) s.ShouldBeInRange(0.6, 1.3);
    }

    [Test]
    public void Muon_takes_filters_as_a_matrix_and_refuses_what_is_none()
    {
        var (filters, matrix) = (Tensor.Ones([2, 3, 2, 2], DType.Float64).WithGrad(), Tensor.Ones([2, 12], DType.Float64).WithGrad());
        matrix.Grad = Tensor.Randn([2, 12], DType.Float64, new Generator(4));
        filters.Grad = matrix.Grad.Reshape([2, 3, 2, 2]);
        new Muon([filters]).Step();
        new Muon([matrix]).Step();
        filters.ToArray<double>().ShouldBe(matrix.ToArray<double>());
        Should.Throw<ArgumentException>(() => new Muon([Tensor.Ones([3]).WithGrad()])).Message.ShouldContain("parameter 0 [3] is no matrix");
    }

    [Test]
    public void Adafactor_keeps_rows_and_columns_of_a_matrix()
    {
        const int Rows = 3, Columns = 4;
        var (w, r, c, t) = (Numbers(Rows * Columns, 1), new double[Rows], new double[Columns], 0);
        var optimizer = ShouldFollow([Rows, Columns], p => new Adafactor(p, weightDecay: 0.1), g =>
        {
            t++;
            var beta = Math.Pow(t, -0.8);
            var alpha = Math.Max(1e-3, Rms(w)) * Math.Min(1e-2, 1 / Math.Sqrt(t));
            for (var i = 0; i < Rows; i++) r[i] += beta * (Enumerable.Range(0, Columns).Average(j => g[i * Columns + j] * g[i * Columns + j]) - r[i]);
            for (var j = 0; j < Columns; j++) c[j] += beta * (Enumerable.Range(0, Rows).Average(i => g[i * Columns + j] * g[i * Columns + j]) - c[j]);
            var u = g.Select((gi, i) => gi / Math.Sqrt(r[i / Columns] * c[i % Columns] / r.Average())).ToArray();
            for (var i = 0; i < w.Length; i++) w[i] = w[i] * (1 - 1e-2 * 0.1) - alpha / Math.Max(1, Rms(u)) * u[i];
            return w;
        });
        optimizer.Slot(0, "row")!.ToArray<double>().ShouldBe(r, 1e-14);
        optimizer.Slot(0, "column")!.Shape.ShouldBe([Columns]);
    }

    [Test]
    public void Adafactor_keeps_every_square_of_a_vector()
    {
        var (w, v, t) = (Numbers(5, 1), new double[5], 0);
        ShouldFollow([5], p => new Adafactor(p, 0.5, clippingThreshold: 1.5), g =>
        {
            t++;
            var alpha = Math.Max(1e-3, Rms(w)) * Math.Min(0.5, 1 / Math.Sqrt(t));
            for (var i = 0; i < 5; i++) v[i] += Math.Pow(t, -0.8) * (g[i] * g[i] - v[i]);
            var u = g.Select((gi, i) => gi / Math.Sqrt(v[i])).ToArray();
            for (var i = 0; i < 5; i++) w[i] -= alpha / Math.Max(1, Rms(u) / 1.5) * u[i];
            return w;
        });
    }

    [Test]
    public void Adafactor_treats_the_last_two_axes_as_matrices()
    {
        var whole = Tensor.Ones([2, 3, 4], DType.Float64).WithGrad();
        whole.Grad = Tensor.Randn([2, 3, 4], DType.Float64, new Generator(5));
        var optimizer = new Adafactor([whole]);
        optimizer.Step();
        optimizer.Slot(0, "row")!.Shape.ShouldBe([2, 3]);
        optimizer.Slot(0, "column")!.Shape.ShouldBe([2, 4]);
        optimizer.Slot(0, "row")!.ToArray<double>().ShouldBe(whole.Grad.Square().Mean(2).ToArray<double>(), 1e-14);
        optimizer.Slot(0, "column")!.ToArray<double>().ShouldBe(whole.Grad.Square().Mean(1).ToArray<double>(), 1e-14);
    }

    [Test]
    public void Wrong_settings_are_refused()
    {
        var p = Tensor.Ones([2, 2]).WithGrad();
        Should.Throw<ArgumentOutOfRangeException>(() => new Lamb([p], double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => new Lamb([p], beta1: 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Muon([p], -1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Muon([p], steps: -1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Adafactor([p], double.PositiveInfinity));
        Should.Throw<ArgumentOutOfRangeException>(() => new Adafactor([p], beta2Decay: 0.8));
        Should.Throw<ArgumentOutOfRangeException>(() => new Adafactor([p], clippingThreshold: 0.5));
        Should.Throw<ArgumentException>(() => new Muon([])).Message.ShouldContain("no parameters");
        Should.Throw<ArgumentException>(() => new Adafactor([p, p])).Message.ShouldContain("same tensor");
    }

    private static Optimizer ShouldFollow(Shape shape, Func<Tensor[], Optimizer> create, Func<double[], double[]> formula)
    {
        var p = Tensor.From(Numbers(shape.Size, 1), shape).WithGrad();
        var single = Tensor.From(Array.ConvertAll(Numbers(shape.Size, 1), v => (float)v), shape).WithGrad();
        var (optimizer, other) = (create([p]), create([single]));
        for (var step = 0; step < Steps; step++)
        {
            var g = Numbers(shape.Size, 10 + step);
            (p.Grad, single.Grad) = (Tensor.From(g, shape), Tensor.From(g, shape).To(DType.Float32));
            optimizer.Step();
            other.Step();
            var expected = formula(g);
            p.ToArray<double>().ShouldBe(expected, 1e-12, $"step {step}");
            single.To(DType.Float64).ToArray<double>().ShouldBe(expected, 1e-4, $"step {step} in Float32");
        }
        return optimizer;
    }

    private static double[] NewtonSchulz(double[] u, int rows, int columns)
    {
        var turned = rows > columns;
        var (n, k) = turned ? (columns, rows) : (rows, columns);
        var norm = Norm(u);
        var x = new double[n, k];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < k; j++) x[i, j] = (turned ? u[j * n + i] : u[i * k + j]) / norm;
        for (var step = 0; step < 5; step++)
        {
            var a = new double[n, n];
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++)
                    for (var l = 0; l < k; l++) a[i, j] += x[i, l] * x[j, l];
            var y = new double[n, k];
            for (var i = 0; i < n; i++)
                for (var j = 0; j < k; j++)
                {
                    y[i, j] = 3.4445 * x[i, j];
                    for (var l = 0; l < n; l++)
                    {
                        var b = -4.7750 * a[i, l];
                        for (var o = 0; o < n; o++) b += 2.0315 * a[i, o] * a[o, l];
                        y[i, j] += b * x[l, j];
                    }
                }
            x = y;
        }
        var result = new double[u.Length];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < k; j++) result[turned ? j * n + i : i * k + j] = x[i, j];
        return result;
    }

    private static double[] Numbers(int count, int seed) => Tensor.Randn([count], DType.Float64, new Generator((ulong)seed)).ToArray<double>();

    private static double Norm(double[] x) => Math.Sqrt(x.Sum(v => v * v));

    private static double Rms(double[] x) => Norm(x) / Math.Sqrt(x.Length);
}
