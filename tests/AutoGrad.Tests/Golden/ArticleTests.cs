using System.Text.Json;

namespace AutoGrad.Tests.Golden;

/// <summary>The worked examples of the articles that teach backpropagation.</summary>
public class ArticleTests
{
    private static readonly JsonElement s_articles = GoldenFile.Read("articles.json");

    [Test]
    public void Xor_reproduces_every_loss_the_first_gradients_and_the_final_weights()
    {
        var xor = s_articles.GetProperty("xor");
        Tensor Part(string name) => GoldenFile.Rows(xor.GetProperty(name));
        var (x, y, w1, w2) = (Part("x"), Part("y"), Part("w1").WithGrad(), Part("w2").WithGrad());
        var losses = xor.GetProperty("losses");
        for (var step = 0; step <= 1500; step++)
        {
            var prediction = x.MatMul(w1).Sigmoid().MatMul(w2).Sigmoid();
            var loss = (y - prediction).Square().Sum();
            if (losses.TryGetProperty($"{step}", out var expected)) GoldenFile.ShouldEqual(loss.Item<double>(), expected.GetDouble(), 1e-9, $"loss {step}");
            if (step == 1500)
            {
                GoldenFile.ShouldEqual(prediction, Part("prediction"), 1e-9, "prediction");
                break;
            }
            loss.Backward();
            if (step == 0)
            {
                GoldenFile.ShouldEqual(w1.Grad!, Part("first_gradient_w1"), 1e-9, "gradient w1");
                GoldenFile.ShouldEqual(w2.Grad!, Part("first_gradient_w2"), 1e-9, "gradient w2");
            }
            Descend(w1, 1);
            Descend(w2, 1);
        }
        GoldenFile.ShouldEqual(w1, Part("final_w1"), 1e-9, "w1");
        GoldenFile.ShouldEqual(w2, Part("final_w2"), 1e-9, "w2");
    }

    [Test]
    public void Chain_reproduces_every_number_of_ten_steps()
    {
        var chain = s_articles.GetProperty("chain");
        var steps = chain.GetProperty("steps");
        var x = Tensor.Scalar(chain.GetProperty("x").GetDouble()).WithGrad();
        var (w1, w2) = (Tensor.Scalar(0.4).WithGrad(), Tensor.Scalar(0.6).WithGrad());
        for (var step = 0; step < steps.GetArrayLength(); step++)
        {
            void Same(Tensor actual, string name) => GoldenFile.ShouldEqual(actual.Item<double>(), steps[step].GetProperty(name).GetDouble(), 1e-12, $"{name} at step {step}");
            var z1 = w1 * x;
            var h = z1.Sigmoid();
            var z2 = w2 * h;
            var p = z2.Sigmoid();
            var loss = 0.5 * (p - chain.GetProperty("y").GetDouble()).Square();
            Tensor[] values = [w1, w2, z1, h, z2, p, loss], inputs = [p, z2, w2, h, z1, w1, x];
            string[] names = ["w1", "w2", "z1", "h", "z2", "p", "loss"], slopes = ["dL_dp", "dL_dz2", "dL_dw2", "dL_dh", "dL_dz1", "dL_dw1", "dL_dx"];
            for (var i = 0; i < values.Length; i++) Same(values[i], names[i]);
            var gradients = Autodiff.Gradient(loss, inputs, retainGraph: true);
            for (var i = 0; i < inputs.Length; i++) Same(gradients[i], slopes[i]);
            loss.Backward();
            Same(w1.Grad!, "dL_dw1");
            Same(w2.Grad!, "dL_dw2");
            Descend(w1, chain.GetProperty("learning_rate").GetDouble());
            Descend(w2, chain.GetProperty("learning_rate").GetDouble());
            x.ZeroGrad();
        }
    }

    private static void Descend(Tensor weight, double rate)
    {
        using (GradMode.NoGrad()) weight.CopyFrom(weight - rate * weight.Grad!);
        weight.ZeroGrad();
    }
}
