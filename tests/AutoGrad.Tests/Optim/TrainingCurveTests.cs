using System.Text.Json;
using AutoGrad.Nn;
using AutoGrad.Optim;
using AutoGrad.Tests.Golden;

namespace AutoGrad.Tests.Optim;

/// <summary>Fifty steps of a small network under each optimizer, against another engine's losses and final weights.</summary>
public class TrainingCurveTests
{
    private const double Tolerance = 1e-10;
    private static readonly string[] s_names = ["l1.weight", "l1.bias", "l2.weight", "l2.bias", "l3.weight", "l3.bias"];
    private static readonly JsonElement s_golden = GoldenFile.Read("training.json.gz");
    private static readonly Tensor s_x = GoldenFile.Shaped(s_golden.GetProperty("x"));
    private static readonly Tensor s_labels = Tensor.From(s_golden.GetProperty("labels").EnumerateArray().Select(e => e.GetInt64()).ToArray());

    public static IEnumerable<TestCaseData> Curves =>
        s_golden.GetProperty("optimizers").EnumerateArray().Select(c => new TestCaseData(c).SetArgDisplayNames($"{c.GetProperty("name")} {c.GetProperty("options").GetRawText().Replace('"', '\'')}"));

    [TestCaseSource(nameof(Curves))]
    public void Losses_and_final_weights_are_reproduced(JsonElement curve)
    {
        var p = Parameters();
        var optimizer = Create(curve.GetProperty("name").GetString()!, curve.GetProperty("options"), p);
        var losses = GoldenFile.Numbers(curve.GetProperty("losses"));
        for (var step = 0; step < losses.Length; step++)
        {
            optimizer.ZeroGrad();
            var loss = Loss.CrossEntropy(Net(s_x, p), s_labels);
            loss.Backward();
            GoldenFile.ShouldEqual(loss.Item<double>(), losses[step], Tolerance, $"loss {step}");
            optimizer.Step();
        }
        ShouldEndAt(p, curve);
    }

    [TestCase("clip_grad_norm")]
    [TestCase("clip_grad_value")]
    public void Clipped_minibatches_with_two_groups_are_reproduced(string name)
    {
        var run = s_golden.GetProperty(name);
        var p = Parameters();
        var (target, losses, max) = (GoldenFile.Shaped(run.GetProperty("target")), GoldenFile.Numbers(run.GetProperty("losses")), run.GetProperty("max").GetDouble());
        var weights = new AdamW([p[0], p[2], p[4]], learningRate: 0.01, weightDecay: 0.1);
        var biases = new AdamW([p[1], p[3], p[5]], learningRate: 0.02, weightDecay: 0);
        var step = 0;
        foreach (var epoch in run.GetProperty("order").EnumerateArray())
            foreach (var rows in epoch.EnumerateArray().Select(e => e.GetInt64()).Chunk(run.GetProperty("batch").GetInt32()))
            {
                var batch = Tensor.From(rows);
                weights.ZeroGrad();
                biases.ZeroGrad();
                var loss = Loss.Mse(Net(s_x.IndexSelect(0, batch), p), target.IndexSelect(0, batch));
                loss.Backward();
                if (name == "clip_grad_norm") GoldenFile.ShouldEqual(GradientClipping.ByNorm(p, max), run.GetProperty("total_norms")[step].GetDouble(), Tolerance, $"norm {step}");
                else GradientClipping.ByValue(p, max);
                GoldenFile.ShouldEqual(loss.Item<double>(), losses[step++], Tolerance, $"loss {step}");
                weights.Step();
                biases.Step();
            }
        step.ShouldBe(losses.Length);
        ShouldEndAt(p, run);
    }

    [Test]
    public void Lbfgs_comes_as_low_as_the_other_engine_s()
    {
        const double OtherEngine = 0.1901094694677349;      // the loss before its tenth call of twenty steps
        var p = Parameters();
        var optimizer = new Lbfgs(p) { MaxIterations = 400, MaxEvaluations = 390 };
        var result = optimizer.Step(() => Loss.CrossEntropy(Net(s_x, p), s_labels) + 1e-3 * p.Select(w => w.Square().Sum()).Aggregate((a, b) => a + b));
        result.Evaluations.ShouldBeLessThanOrEqualTo(400);
        result.Loss.ShouldBeLessThanOrEqualTo(OtherEngine + 1e-6, result.ToString());
    }

    [Test]
    public void Gradients_of_micro_batches_accumulate()
    {
        var p = Parameters();
        var optimizer = new Adam(p, learningRate: 0.01);
        foreach (var expected in GoldenFile.Numbers(s_golden.GetProperty("grad_accumulation").GetProperty("losses")))
        {
            optimizer.ZeroGrad();
            var total = 0.0;
            for (var start = 0; start < 24; start += 6)
            {
                var loss = Loss.CrossEntropy(Net(s_x.Narrow(0, start, 6), p), s_labels.Narrow(0, start, 6)) * 0.25;
                loss.Backward();
                total += loss.Item<double>();
            }
            GoldenFile.ShouldEqual(total, expected, Tolerance, "loss");
            optimizer.Step();
        }
    }

    [Test]
    public void Frozen_parameters_stay()
    {
        var p = Parameters();
        p[0].RequiresGrad = p[1].RequiresGrad = false;
        var optimizer = new Sgd(p, learningRate: 0.1);
        foreach (var expected in GoldenFile.Numbers(s_golden.GetProperty("frozen_first_layer").GetProperty("losses")))
        {
            optimizer.ZeroGrad();
            var loss = Loss.CrossEntropy(Net(s_x, p), s_labels);
            loss.Backward();
            GoldenFile.ShouldEqual(loss.Item<double>(), expected, Tolerance, "loss");
            optimizer.Step();
        }
    }

    private static Tensor Net(Tensor x, Tensor[] p)
    {
        var h = (x.MatMul(p[0], transposeB: true) + p[1]).Tanh();
        h = (h.MatMul(p[2], transposeB: true) + p[3]).Relu();
        return h.MatMul(p[4], transposeB: true) + p[5];
    }

    private static Tensor[] Parameters() => [.. s_names.Select(n => new Parameter(GoldenFile.Shaped(s_golden.GetProperty("weights").GetProperty(n))))];

    private static void ShouldEndAt(Tensor[] p, JsonElement run)
    {
        for (var i = 0; i < p.Length; i++) GoldenFile.ShouldEqual(p[i], GoldenFile.Shaped(run.GetProperty("final").GetProperty(s_names[i])), Tolerance, s_names[i]);
    }

    private static Optimizer Create(string name, JsonElement o, Tensor[] p)
    {
        double Number(string key, double otherwise) => o.TryGetProperty(key, out var value) ? value.GetDouble() : otherwise;
        bool Flag(string key) => o.TryGetProperty(key, out var value) && value.GetBoolean();
        var (beta1, beta2) = o.TryGetProperty("betas", out var betas) ? (betas[0].GetDouble(), betas[1].GetDouble()) : (0.9, 0.999);
        return name switch
        {
            "SGD" => new Sgd(p, Number("lr", 1e-3), Number("momentum", 0), Number("dampening", 0), Number("weight_decay", 0), Flag("nesterov"), Flag("maximize")),
            "Adam" => new Adam(p, Number("lr", 1e-3), beta1, beta2, Number("eps", 1e-8), Number("weight_decay", 0), Flag("amsgrad")),
            "RMSprop" => new RmsProp(p, Number("lr", 1e-2), Number("alpha", 0.99), Number("eps", 1e-8), Number("weight_decay", 0), Number("momentum", 0), Flag("centered")),
            "Adagrad" => new Adagrad(p, Number("lr", 1e-2), Number("lr_decay", 0), Number("weight_decay", 0), Number("initial_accumulator_value", 0)),
            "Adadelta" => new Adadelta(p, Number("lr", 1)),
            "Adamax" => new Adamax(p, Number("lr", 2e-3)),
            "NAdam" => new NAdam(p, Number("lr", 2e-3)) { CountsMomentumTwice = true },     // the curves are of 1.13
            "RAdam" => new RAdam(p, Number("lr", 1e-3)),
            "AdamW" => new AdamW(p, Number("lr", 1e-3), beta1, beta2, Number("eps", 1e-8), Number("weight_decay", 0.01), Flag("amsgrad")),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such optimizer."),
        };
    }
}
