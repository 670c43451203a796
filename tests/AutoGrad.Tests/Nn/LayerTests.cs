using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class LayerTests
{
    [TestCase(new int[] { 5 }, new int[] { 3 })]
    [TestCase(new int[] { 2, 5 }, new int[] { 2, 3 })]
    [TestCase(new int[] { 4, 2, 5 }, new int[] { 4, 2, 3 })]
    [TestCase(new int[] { 0, 5 }, new int[] { 0, 3 })]
    public void Linear_is_a_weighted_sum_of_the_last_axis(int[] input, int[] output)
    {
        var layer = new Linear(5, 3, dtype: DType.Float64, generator: new Generator(1));
        var x = Tensor.Randn(new Shape(input), DType.Float64, new Generator(2));
        var y = layer.Call(x);
        y.Shape.ShouldBe(new Shape(output));
        var (w, b, xs, ys) = (layer.Weight.ToArray<double>(), layer.Bias!.ToArray<double>(), x.ToArray<double>(), y.ToArray<double>());
        for (var i = 0; i < ys.Length; i++)
        {
            var (row, o) = (i / 3, i % 3);
            ys[i].ShouldBe(b[o] + Enumerable.Range(0, 5).Sum(k => w[o * 5 + k] * xs[row * 5 + k]), 1e-12);
        }
    }

    [Test]
    public void Linear_says_what_it_expected()
    {
        var error = Should.Throw<ShapeMismatchException>(() => new Linear(5, 3).Call(Tensor.Ones([2, 4])));
        error.Message.ShouldBe("Linear: shapes [2, 4] and [3, 5]: the layer takes 5 features to 3, so the input's last extent must be 5, not 4. See docs/learn/mistakes/shape-mismatch.md. In module Linear.");
        Should.Throw<ShapeMismatchException>(() => new Linear(5, 3).Call(Tensor.Ones([])));
        Should.Throw<ArgumentException>(() => new Linear(5, 3).Call(Tensor.Ones([2, 5], DType.Float64))).Message.ShouldContain("Float64");
        Should.Throw<ArgumentNullException>(() => new Linear(5, 3).Call(null!));
        Should.Throw<ArgumentOutOfRangeException>(() => new Linear(0, 3));
        Should.Throw<ArgumentException>(() => new Linear(2, 3, dtype: DType.Int32));
    }

    [Test]
    public void Linear_starts_within_one_over_the_root_of_its_inputs()
    {
        var layer = new Linear(16, 400, generator: new Generator(3));
        foreach (var parameter in layer.Parameters())
        {
            var values = parameter.ToArray<float>();
            values.ShouldAllBe(v => Math.Abs(v) <= 0.25);
            values.Average().ShouldBe(0, 0.03);
            values.Max().ShouldBeGreaterThan(0.24f);
        }
    }

    [Test]
    public void Sequential_can_be_written_in_three_ways()
    {
        Sequential expression = [new Linear(2, 3), new Relu()];
        var arguments = new Sequential(new Linear(2, 3), new Relu());
        var initializer = new Sequential { new Linear(2, 3), new Relu() };
        foreach (var net in new[] { expression, arguments, initializer })
        {
            net.Count.ShouldBe(2);
            net[1].ShouldBeOfType<Relu>();
            net.NamedParameters().Select(p => p.Key).ShouldBe(["0.Weight", "0.Bias"]);
            net.Call(Tensor.Ones([4, 2])).Shape.ShouldBe(new Shape(4, 3));
            Should.Throw<ShapeMismatchException>(() => net.Call(Tensor.Ones([4, 1]))).Message.ShouldEndWith("In module Sequential.0.");
        }
        expression[0] = new Linear(2, 5, bias: false);
        expression.NamedParameters().Select(p => p.Key).ShouldBe(["0.Weight"]);
        var x = Tensor.Ones([1]);
        new Sequential().Call(x).ShouldBeSameAs(x);
        Should.Throw<ArgumentNullException>(() => new Sequential(new Relu(), null!));
    }

    [Test]
    public void Activation_layers_do_what_the_tensor_methods_do()
    {
        var x = Tensor.Randn([3, 4], DType.Float64, new Generator(1));
        (Layer Layer, Tensor Expected)[] pairs =
        [
            (new Relu(), x.Relu()), (new LeakyRelu(0.3), x.LeakyRelu(0.3)), (new Sigmoid(), x.Sigmoid()), (new Tanh(), x.Tanh()), (new Gelu(), x.Gelu()),
            (new Silu(), x.Silu()), (new Softplus(2, 10), x.Softplus(2, 10)), (new Elu(0.5), x.Elu(0.5)), (new Softmax(0), x.Softmax(0)), (new LogSoftmax(), x.LogSoftmax(1)),
            (new Flatten(), x), (new Flatten(0), x.Reshape(12)),
        ];
        foreach (var (layer, expected) in pairs)
        {
            layer.Call(x).Shape.ShouldBe(expected.Shape);
            layer.Call(x).ToArray<double>().ShouldBe(expected.ToArray<double>());
        }
    }

    [Test]
    public void Dropout_keeps_the_mean_and_drops_nothing_in_evaluation()
    {
        var layer = new Dropout(0.25, new Generator(1));
        var x = Tensor.Ones([100, 100]);
        var y = layer.Call(x).ToArray<float>();
        y.Distinct().Order().ShouldBe([0f, 1 / 0.75f]);
        y.Average().ShouldBe(1, 0.02);
        new Dropout(0.25, new Generator(1)).Call(x).ToArray<float>().ShouldBe(y);
        layer.Call(x).ToArray<float>().ShouldNotBe(y);
        layer.Eval();
        layer.Call(x).ShouldBeSameAs(x);
    }

    [Test]
    public void Dropout_passes_gradients_where_it_passed_values()
    {
        var x = Tensor.Ones([50]).WithGrad();
        var y = new Dropout(0.5, new Generator(1)).Call(x);
        y.Sum().Backward();
        x.Grad!.ToArray<float>().ShouldBe(y.ToArray<float>());
    }

    [Test]
    public void Dropout_knows_its_ends()
    {
        var x = Tensor.Ones([10]);
        new Dropout(0).Call(x).ShouldBeSameAs(x);
        new Dropout(1).Call(x).ToArray<float>().ShouldAllBe(v => v == 0);
        foreach (var p in new[] { -0.1, 1.1, double.NaN }) Should.Throw<ArgumentOutOfRangeException>(() => new Dropout(p));
    }
}
