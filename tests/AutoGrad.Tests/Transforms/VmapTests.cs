using AutoGrad.Nn;
using AutoGrad.Tests.OpTable;

namespace AutoGrad.Tests.Transforms;

/// <summary>A function of one sample as a function of a batch.</summary>
public class VmapTests
{
    private static readonly Tensor s_x = Tensor.From([1.0, 2, 3, 4, 5, 6], [3, 2]);

    [Test]
    public void The_function_sees_one_sample()
    {
        var runs = 0;
        var y = Autodiff.Vmap(x =>
        {
            runs++;
            x.Shape.ShouldBe([2]);
            return x.Sum() * x;
        })(s_x);
        runs.ShouldBe(1);
        NdArray.Of(y).Data.ShouldBe([3, 6, 21, 28, 55, 66]);
    }

    [Test]
    public void Axes_of_inputs_and_results()
    {
        NdArray.Of(Autodiff.Vmap(x => x.Sum(), inAxis: 1)(s_x)).Data.ShouldBe([9, 12]);
        NdArray.Of(Autodiff.Vmap(x => x.Sum(), inAxis: -1)(s_x)).Data.ShouldBe([9, 12]);
        Expect.SameBits(Autodiff.Vmap(x => x * 2, outAxis: 1)(s_x), (s_x * 2).T.Clone(), "outAxis 1");
        var w = Tensor.From([10.0, 1]);
        NdArray.Of(Autodiff.Vmap((a, b) => a.Dot(b), inAxis1: null)(s_x, w)).Data.ShouldBe([12, 34, 56]);
        var several = Autodiff.Vmap(t => (Tensor[])[t[0] + t[1], t[1]], [0, null], [0, 1])([s_x, w]);
        several[0].Shape.ShouldBe([3, 2]);
        several[1].Shape.ShouldBe([2, 3]);
    }

    [Test]
    public void Batches_in_batches()
    {
        var products = Autodiff.Vmap(a => Autodiff.Vmap(b => a.Dot(b))(s_x))(s_x);
        Expect.Close(NdArray.Of(products), NdArray.Of(s_x.MatMul(s_x, transposeB: true)), 1e-14, "all pairs");
    }

    [Test]
    public void A_branch_on_a_value_is_taken_by_each_sample()
    {
        var runs = 0;
        var y = Autodiff.Vmap(x =>
        {
            runs++;
            return x.Sum().ToScalar() > 5 ? x * 10 : x;
        })(s_x);
        NdArray.Of(y).Data.ShouldBe([1, 2, 30, 40, 50, 60]);
        runs.ShouldBe(4);
    }

    [Test]
    public void A_swallowed_refusal_does_not_make_a_wrong_result()
    {
        var y = Autodiff.Vmap(x =>
        {
            try
            {
                return x * x.Sum().ToScalar();
            }
            catch (InvalidOperationException)
            {
                return x * 0;
            }
        })(s_x);
        NdArray.Of(y).Data.ShouldBe([3, 6, 21, 28, 55, 66]);
    }

    [Test]
    public void Each_sample_draws_its_own_random_numbers()
    {
        var noise = Autodiff.Vmap(x => x + Tensor.Randn(x.Shape, DType.Float64, new Generator(1)))(Tensor.Zeros([2, 3], DType.Float64));
        NdArray.Of(noise[0]).Data.ShouldBe(NdArray.Of(noise[1]).Data);      // a new generator each
        var generator = new Generator(1);
        var y = Autodiff.Vmap(x => x + Tensor.Randn(x.Shape, DType.Float64, generator))(Tensor.Zeros([2, 3], DType.Float64));
        NdArray.Of(y[0]).Data.ShouldNotBe(NdArray.Of(y[1]).Data);
    }

    [Test]
    public void Backward_inside_runs_for_each_sample()
    {
        var w = Tensor.Scalar(2.0).WithGrad();
        Autodiff.Vmap(x =>
        {
            (w * x.Sum()).Backward();
            return x;
        })(s_x);
        w.Grad!.ToScalar().ShouldBe(21);
        var own = Autodiff.Vmap(x =>
        {
            var leaf = x.Detach().WithGrad();
            leaf.Square().Sum().Backward();
            return leaf.Grad!;
        })(s_x);
        Expect.SameBits(own, s_x * 2, "gradients of leaves inside");
    }

    [Test]
    public void Transforms_in_transforms()
    {
        static Tensor F(Tensor x) => x.Pow(3).Sum();
        Expect.Close(NdArray.Of(Autodiff.Vmap(x => Autodiff.Gradient(F, x))(s_x)), NdArray.Of(3 * s_x.Square()), 1e-14, "Vmap of Gradient");
        var nested = Autodiff.Vmap(x => Autodiff.Gradient(t => Autodiff.Vmap(u => u.Pow(3))(t).Sum(), x))(s_x);
        Expect.Close(NdArray.Of(nested), NdArray.Of(3 * s_x.Square()), 1e-14, "Vmap of Gradient of Vmap");
        var hessians = Autodiff.Vmap(x => Autodiff.Hessian(F, x))(s_x);
        Expect.Close(NdArray.Of(hessians), NdArray.Of((6 * s_x).DiagEmbed()), 1e-13, "Vmap of Hessian");
        var through = Autodiff.Gradient(x => Autodiff.Vmap(t => Autodiff.Gradient(F, t))(x).Sum(), s_x);
        Expect.Close(NdArray.Of(through), NdArray.Of(6 * s_x), 1e-13, "Gradient of Vmap of Gradient");
        var jacobians = Autodiff.Jacobian(x => Autodiff.Vmap(t => t.Square())(x), s_x);
        jacobians.Shape.ShouldBe([3, 2, 3, 2]);
        var tangents = Autodiff.Vmap(x => Autodiff.Jvp(F, x, Tensor.OnesLike(x)).Tangent)(s_x);
        Expect.Close(NdArray.Of(tangents), NdArray.Of(3 * s_x.Square().Sum(1)), 1e-14, "Vmap of Jvp");
    }

    [Test]
    public void The_gradient_by_a_tensor_all_samples_share_is_that_of_each_sample()
    {
        var w = Tensor.From([1.0, -1]).WithGrad();
        var each = Autodiff.Vmap(x => Autodiff.Gradient(v => (v * x).Sum().Square(), w))(s_x);
        Expect.Close(NdArray.Of(each), NdArray.Of(2 * s_x.MatMul(w).Unsqueeze(1) * s_x), 1e-14, "as an input");
        var tape = Autodiff.Vmap(x => Autodiff.Gradient((w * x).Sum().Square(), w))(s_x);
        Expect.Close(NdArray.Of(tape), NdArray.Of(each), 1e-14, "as a leaf of the graph");
        var total = Autodiff.Gradient(Autodiff.Vmap(x => (w * x).Sum().Square())(s_x).Sum(), w);
        Expect.Close(NdArray.Of(total), NdArray.Of(each.Sum(0)), 1e-14, "through the batch");
    }

    [Test]
    public void Gradients_of_each_sample_equal_a_loop()
    {
        var model = new Sequential { new Linear(5, 7, dtype: DType.Float64, generator: new Generator(1)), new AutoGrad.Nn.Tanh(), new Linear(7, 3, dtype: DType.Float64, generator: new Generator(2)) };
        var (x, y) = (Tensor.Randn([6, 5], DType.Float64, new Generator(3)), Tensor.From([0L, 1, 2, 1, 0, 2]));
        Tensor[] parameters = [.. model.Parameters()];
        var each = Autodiff.PerSampleGradients((w, s) => Loss.CrossEntropy(model.FunctionalCall(w, s[0]), s[1]), parameters, [x, y]);
        for (var k = 0; k < 6; k++)
        {
            var one = Autodiff.Gradient(Loss.CrossEntropy(model.Call(x[k]), y[k]), parameters);
            for (var i = 0; i < one.Length; i++) Expect.Close(NdArray.Of(each[i][k]), NdArray.Of(one[i]), 1e-13, $"sample {k}, parameter {i}");
        }
    }

    [Test]
    public void A_user_op_runs_on_each_sample()
    {
        var y = Autodiff.Vmap(x => new SumsSoFarOp().Apply(x))(s_x);
        NdArray.Of(y).Data.ShouldBe([1, 3, 3, 7, 5, 11]);
    }

    [Test]
    public void A_tensor_kept_from_inside_is_refused()
    {
        Tensor? kept = null;
        Autodiff.Vmap(x => kept = x * 2)(s_x);
        Should.Throw<InvalidOperationException>(() => kept! + 1).Message.ShouldContain("kept from inside");
    }

    [Test]
    public void Errors_say_what_is_wrong()
    {
        Should.Throw<ShapeMismatchException>(() => Autodiff.Vmap((a, b) => a)(s_x, Tensor.Ones([4], DType.Float64))).Message.ShouldContain("4 samples");
        Should.Throw<ArgumentException>(() => Autodiff.Vmap(x => x)(Tensor.Zeros([0, 2]))).Message.ShouldContain("no samples");
        Should.Throw<ArgumentException>(() => Autodiff.Vmap(x => x, inAxis: null)(s_x)).Message.ShouldContain("no input has an axis");
        Should.Throw<ArgumentOutOfRangeException>(() => Autodiff.Vmap(x => x, inAxis: 2)(s_x)).ParamName.ShouldBe("inAxes");
        Should.Throw<ArgumentOutOfRangeException>(() => Autodiff.Vmap(x => x)(Tensor.Scalar(1.0)));
        Should.Throw<ArgumentException>(() => Autodiff.Vmap(t => t, [0, 0])([s_x])).Message.ShouldContain("2 axes for 1 inputs");
        Should.Throw<InvalidOperationException>(() => Autodiff.Vmap(x => (Tensor)null!)(s_x)).Message.ShouldContain("null");
        Should.Throw<ShapeMismatchException>(() => Autodiff.Vmap(x => x.MatMul(Tensor.Ones([3, 3], DType.Float64)))(s_x)).Message.ShouldContain("[2]");
        BatchLevel.Current.ShouldBeNull();
    }

    private sealed class SumsSoFarOp() : NaryOp("MySumsSoFar", Saves.None)
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = x[0].ToArray<double>();
            for (var i = 1; i < y.Length; i++) y[i] += y[i - 1];
            return Tensor.From(y);
        }
    }
}
