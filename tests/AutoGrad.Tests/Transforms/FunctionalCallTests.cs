using AutoGrad.Nn;
using AutoGrad.Tests.OpTable;

namespace AutoGrad.Tests.Transforms;

/// <summary>A module that runs with other weights than its own.</summary>
public class FunctionalCallTests
{
    private static readonly Tensor s_x = Tensor.From([1.0, 2, 3, 4], [2, 2]);

    [Test]
    public void Other_weights_by_name_and_in_order()
    {
        var layer = new Linear(2, 1, dtype: DType.Float64);
        var (before, w, b) = (layer.Call(s_x), Tensor.From([10.0, 1], [1, 2]), Tensor.From([0.5]));
        NdArray.Of(layer.FunctionalCall([w, b], s_x)).Data.ShouldBe([12.5, 34.5]);
        NdArray.Of(layer.FunctionalCall(new Dictionary<string, Tensor> { ["Weight"] = w, ["Bias"] = b }, s_x)).Data.ShouldBe([12.5, 34.5]);
        Expect.SameBits(layer.Call(s_x), before, "its own weights again");
    }

    [Test]
    public void Gradients_flow_to_the_tensors_given()
    {
        var layer = new Linear(2, 1, dtype: DType.Float64);
        var w = Tensor.From([10.0, 1], [1, 2]).WithGrad();
        layer.FunctionalCall(new Dictionary<string, Tensor> { ["Weight"] = w }, s_x).Sum().Backward();
        NdArray.Of(w.Grad!).Data.ShouldBe([4, 6]);
        layer.Weight.Grad.ShouldBeNull();
        NdArray.Of(layer.Bias!.Grad!).Data.ShouldBe([2]);
    }

    [Test]
    public void A_step_of_an_inner_loop_is_differentiated()
    {
        var model = new Linear(2, 1, bias: false, dtype: DType.Float64);
        var (target, rate) = (Tensor.From([1.0, -1], [2, 1]), 0.1);
        Tensor Loss(Tensor[] w) => (model.FunctionalCall(w, s_x) - target).Square().Mean();
        Tensor AfterStep(Tensor[] w) => Loss([w[0] - rate * Autodiff.Gradient(Loss, w)[0]]);
        Tensor[] start = [Tensor.From([0.3, -0.2], [1, 2])];
        var gradient = Autodiff.Gradient(AfterStep, start)[0];
        for (var i = 0; i < 2; i++)
        {
            var h = Tensor.From(i == 0 ? [1e-5, 0.0] : [0.0, 1e-5], [1, 2]);
            var quotient = (AfterStep([start[0] + h]) - AfterStep([start[0] - h])).ToScalar() / 2e-5;
            gradient[0, i].ToScalar().ShouldBe(quotient, 1e-8);
        }
    }

    [Test]
    public void Direct_looks_at_a_parameter_see_the_tensor_given()
    {
        var module = new Scaled();
        var two = Tensor.From([2.0]).WithGrad();
        module.FunctionalCall([two], () => module.Factor.ToArray<double>()[0]).ShouldBe(2);
        module.FunctionalCall([two], () => module.Factor.Detach().ToScalar()).ShouldBe(2);
        module.FunctionalCall([two], () => (Tensor)module.Factor).ShouldBeSameAs(two);
        module.FunctionalCall([two], s_x).ToArray<double>().ShouldBe([2, 4, 6, 8]);
        module.Factor.ToScalar().ShouldBe(1);
    }

    [Test]
    public void What_was_saved_is_the_tensor_given()
    {
        var module = new Scaled();
        var x = Tensor.From([3.0]).WithGrad();
        var y = module.FunctionalCall([Tensor.From([5.0])], x);
        using (GradMode.NoGrad()) module.Factor.Mutate<double>()[0] = 7;
        y.Backward();
        x.Grad!.ToScalar().ShouldBe(5);
    }

    [Test]
    public void Buffers_are_exchanged_and_updated_too()
    {
        var norm = new BatchNorm1d(2, dtype: DType.Float64);
        var mean = Tensor.Zeros([2], DType.Float64);
        norm.FunctionalCall(new Dictionary<string, Tensor> { ["RunningMean"] = mean }, s_x);
        NdArray.Of(mean).Data.ShouldBe([0.2, 0.3], 1e-12);
        NdArray.Of(norm.RunningMean!).Data.ShouldBe([0, 0]);
    }

    [Test]
    public void Networks_that_differ_between_samples()
    {
        var layer = new Linear(2, 1, dtype: DType.Float64);
        var (weights, biases) = (Tensor.Randn([3, 1, 2], DType.Float64, new Generator(1)), Tensor.Randn([3, 1], DType.Float64, new Generator(2)));
        var ensemble = Autodiff.Vmap(t => (Tensor[])[layer.FunctionalCall(t, s_x)])([weights, biases])[0];
        for (var k = 0; k < 3; k++) Expect.Close(NdArray.Of(ensemble[k]), NdArray.Of(s_x.MatMul(weights[k], transposeB: true) + biases[k]), 1e-14, $"network {k}");
    }

    [Test]
    public void Threads_do_not_see_one_anothers_weights()
    {
        var layer = new Linear(2, 1, bias: false, dtype: DType.Float64);
        Parallel.For(0, 64, i =>
        {
            var w = Tensor.From([i, 2.0 * i], [1, 2]);
            for (var n = 0; n < 100; n++) layer.FunctionalCall([w], s_x).ToArray<double>().ShouldBe([5.0 * i, 11.0 * i]);
        });
    }

    [Test]
    public void The_exchange_ends_with_an_exception_and_may_be_nested()
    {
        var module = new Scaled();
        Should.Throw<InvalidOperationException>(() => module.FunctionalCall<int>([Tensor.From([2.0])], () => throw new InvalidOperationException()));
        module.Factor.ToScalar().ShouldBe(1);
        module.FunctionalCall([Tensor.From([2.0])], () => module.FunctionalCall([module.Factor * 3], () => module.Factor.ToScalar()) + module.Factor.ToScalar()).ShouldBe(8);
    }

    [Test]
    public void Errors_name_the_weight()
    {
        var layer = new Linear(2, 1);
        Should.Throw<ArgumentException>(() => layer.FunctionalCall(new Dictionary<string, Tensor> { ["Wait"] = s_x }, s_x)).Message.ShouldContain("no parameter or buffer Wait");
        Should.Throw<ShapeMismatchException>(() => layer.FunctionalCall(new Dictionary<string, Tensor> { ["Weight"] = s_x }, s_x)).Message.ShouldContain("Weight");
        Should.Throw<ArgumentException>(() => layer.FunctionalCall(new Dictionary<string, Tensor> { ["Bias"] = Tensor.From([1.0]) }, s_x)).Message.ShouldContain("Bias is Float32");
        Should.Throw<ArgumentException>(() => layer.FunctionalCall([Tensor.Ones([1, 2])], s_x)).Message.ShouldContain("1 tensors for 2 parameters");
    }

    private sealed class Scaled : Layer
    {
        public Scaled() => Factor = new Parameter(Tensor.From([1.0]));

        public Parameter Factor { get; set => field = Register(value); }

        protected override Tensor Forward(Tensor x) => x * Factor;
    }
}
