namespace AutoGrad.Tests.Ops;

/// <summary>Derivatives where there is no single right answer: PyTorch's convention, from the fused kernel and the rule alike.</summary>
public class PointwiseSpecialPointTests
{
    private const double Inf = double.PositiveInfinity;

    private static IEnumerable<TestCaseData> Slopes =>
    [
        Slope("Relu", x => x.Relu(), [-0.0, 0, double.NaN], [0, 0, 1]),
        Slope("Abs", x => x.Abs(), [0, -0.0, -Inf], [0, 0, -1]),
        Slope("Sqrt", x => x.Sqrt(), [0], [Inf]),
        Slope("Clamp", x => x.Clamp(-1, 1), [-1, 1, -1.5, 1.5, double.NaN], [1, 1, 0, 0, 0]),
        Slope("Clamp(crossed)", x => x.Clamp(2, 1), [0, 1, 3], [0, 0, 0]),
        Slope("Hardtanh", x => x.Hardtanh(), [-1, 1, 0.5], [0, 0, 1]),
        Slope("LeakyRelu", x => x.LeakyRelu(0.25), [0, -1, 1], [0.25, 0.25, 1]),
        Slope("Elu", x => x.Elu(1.5), [0, 1000, -1000], [1.5, 1, 0]),
        Slope("Softsign", x => x.Softsign(), [0, Inf], [1, 0]),
        Slope("Sign", x => x.Sign(), [0, -3], [0, 0]),
        Slope("Floor", x => x.Floor(), [0.5, 2], [0, 0]),
        Slope("Ceiling", x => x.Ceiling(), [0.5, 2], [0, 0]),
        Slope("Round", x => x.Round(), [0.5, 2], [0, 0]),
        Slope("Truncate", x => x.Truncate(), [0.5, 2], [0, 0]),
        Slope("Pow(0)", x => x.Pow(0), [0, Inf, -2], [0, 0, 0]),
        Slope("Pow(1)", x => x.Pow(1), [0, -2], [1, 1]),
        Slope("Pow(2)", x => x.Pow(2), [0, -2], [0, -4]),
        Slope("Pow(of 0)", y => Tensor.Pow(0, y), [0, 2], [0, 0]),
        Slope("Maximum of itself", x => x.Maximum(x), [0, 3], [1, 1]),
        Slope("Tanh", x => x.Tanh(), [Inf, -Inf, 40], [0, 0, 0]),
        Slope("Sigmoid", x => x.Sigmoid(), [Inf, -Inf, -1000], [0, 0, 0]),
        Slope("LogSigmoid", x => x.LogSigmoid(), [Inf, -Inf, -1000], [0, 1, 1]),
        Slope("Softplus", x => x.Softplus(), [Inf, -Inf, 1000, -1000], [1, 0, 1, 0]),
        Slope("Gelu", x => x.Gelu(), [Inf, -Inf, 1000, -1000], [1, 0, 1, 0]),
        Slope("Gelu(tanh)", x => x.Gelu(GeluApproximation.Tanh), [Inf, -Inf, 1000, -1000], [1, 0, 1, 0]),
        Slope("Silu", x => x.Silu(), [Inf, -Inf, 1000, -1000], [1, 0, 1, 0]),
        Slope("Mish", x => x.Mish(), [Inf, -Inf, 1000, -1000], [1, 0, 1, 0]),
        Slope("Erf", x => x.Erf(), [Inf, -Inf, 1000], [0, 0, 0]),
        Slope("Erfc", x => x.Erfc(), [Inf, -Inf, 1000], [0, 0, 0]),
    ];

    private static TestCaseData Slope(string name, Func<Tensor, Tensor> run, double[] at, double[] slope) => new TestCaseData(run, at, slope).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Slopes))]
    public void The_derivative_follows_the_convention(Func<Tensor, Tensor> run, double[] at, double[] slope)
    {
        foreach (var dtype in new[] { DType.Float64, DType.Float32 })
            foreach (var createGraph in new[] { false, true })
            {
                var x = Tensor.From(at).To(dtype).Detach().WithGrad();
                var y = run(x);
                Autodiff.Gradient(y, x, Tensor.Ones(y.Shape, dtype), createGraph: createGraph).To(DType.Float64).ToArray<double>().ShouldBe(slope);
            }
    }

    [TestCaseSource(nameof(Slopes))]
    public void No_branch_that_is_not_taken_makes_the_next_derivative_NaN(Func<Tensor, Tensor> run, double[] at, double[] slope)
    {
        // √x and a NaN have no second derivative there, and an infinite first one has none
        var x = Tensor.From([.. at.Where((v, i) => !double.IsNaN(v) && double.IsFinite(slope[i]))]).WithGrad();
        var dx = Autodiff.Gradient(run(x), x, Tensor.Ones(x.Shape, DType.Float64), createGraph: true);
        if (!dx.RequiresGrad) return;
        Autodiff.Gradient([dx], [x], [Tensor.Ones(x.Shape, DType.Float64)], unused: UnusedInputs.Zeros)[0].ToArray<double>().ShouldNotContain(double.NaN);
    }

    [Test]
    public void A_tie_gives_half_to_each()
    {
        foreach (var run in new Func<Tensor, Tensor, Tensor>[] { (x, y) => x.Maximum(y), (x, y) => x.Minimum(y) })
        {
            var (x, y) = (Tensor.From([2.0]).WithGrad(), Tensor.From([2.0]).WithGrad());
            run(x, y).Backward();
            (x.Grad!.Item<double>(), y.Grad!.Item<double>()).ShouldBe((0.5, 0.5));
        }
    }

    [Test]
    public void Powers_of_zero_have_no_NaN_at_any_order_up_to_three()
    {
        var (x, y) = (Tensor.From([0.0, 0, 0, 2]).WithGrad(), Tensor.From([0.0, 2, 1, 0]).WithGrad());
        var z = x.Pow(y);
        z.ToArray<double>().ShouldBe([1.0, 0, 0, 1]);
        var ones = Tensor.Ones([4], DType.Float64);
        var first = Autodiff.Gradient(z, [x, y], ones, createGraph: true);
        first[0].ToArray<double>().ShouldBe([0.0, 0, 1, 0]);
        first[1].ToArray<double>().ShouldBe([0.0, 0, 0, Math.Log(2)], 1e-15);
        var second = Autodiff.Gradient([first[0]], [x, y], [ones], createGraph: true);
        second[0].ToArray<double>().ShouldBe([0.0, 2, 0, 0]);
        second[1].ToArray<double>().ShouldNotContain(double.NaN);
        second[1].ToArray<double>()[3].ShouldBe(0.5);       // ∂²xʸ/∂x∂y = 1/x at y = 0
        var third = Autodiff.Gradient([second[0]], [x, y], [ones], unused: UnusedInputs.Zeros);
        third[0].ToArray<double>().ShouldBe([0.0, 0, 0, 0]);
        third[1].ToArray<double>().ShouldNotContain(double.NaN);
    }

    [Test]
    public void A_safe_operand_in_Where_keeps_NaN_out_of_the_gradient()
    {
        var x = Tensor.From([-1.0, 0, 4]).WithGrad();
        var positive = x > 0;
        Tensor.Where(positive, Tensor.Where(positive, x, 1).Sqrt(), 0).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([0, 0, 0.25]);
    }

    [Test]
    public void Float32_keeps_what_it_can_hold()
    {
        Tensor.From([1e30f]).Softsign().Item<float>().ShouldBe(1f);
        Tensor.From([-100f]).Sigmoid().Item<float>().ShouldBe((float)Math.Exp(-100));
        Tensor.From([3e30f]).Hypot(Tensor.From([4e30f])).Item<float>().ShouldBe(5e30f);
        Tensor.From([-1e30f]).Asinh().Item<float>().ShouldBe((float)Math.Asinh(-1e30f), 1e-5f);
        Tensor.From([100f]).Softplus(threshold: 1000).Item<float>().ShouldBe(100f);
        Slope32(x => x.Asinh(), 1e30f).ShouldBe(1e-30f, 1e-36f);
        Slope32(x => x.Atan2(Tensor.From([1e30f])), 1e30f).ShouldBe(5e-31f, 1e-36f);
        Slope32(x => 1e30 / x, 1e25f).ShouldBe(-1e-20f, 1e-25f);

        static float Slope32(Func<Tensor, Tensor> run, float at)
        {
            var x = Tensor.From([at]).WithGrad();
            return Autodiff.Gradient(run(x), x).Item<float>();
        }
    }

    [Test]
    public void Small_arguments_keep_their_digits()
    {
        foreach (var run in new Func<Tensor, Tensor>[] { x => x.Expm1(), x => x.Log1p(), x => x.Sinh(), x => x.Tanh(), x => x.Asinh(), x => x.Atanh(), x => x.Elu(), x => x.Erf() * (Math.Sqrt(Math.PI) / 2) })
        {
            foreach (var at in new[] { -1e-9, 1e-9, 1e-30 }) Math.Abs(run(Tensor.From([at])).Item<double>() / at - 1).ShouldBeLessThan(1.0001e-9);
            Math.Abs(run(Tensor.From([1e-12f])).Item<float>() / 1e-12f - 1).ShouldBeLessThan(1e-6f);
        }
        (Tensor.From([10.0]).Erfc().Item<double>() / 2.0884875837625447e-45).ShouldBe(1, 1e-13);
        (Tensor.From([-10.0]).Gelu().Item<double>() / -7.6198530241605269e-23).ShouldBe(1, 1e-12);
    }
}
