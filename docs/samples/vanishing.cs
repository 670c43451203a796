#:project ../../src/AutoGrad
// Thirty layers, and what becomes of the gradient on its way back to the first: without help, and with each remedy by itself.
//     dotnet run -c Release docs/samples/vanishing.cs [--quick]
using AutoGrad;
using AutoGrad.Data;
using AutoGrad.Diagnostics;
using AutoGrad.Nn;
using AutoGrad.Optim;

const int depth = 30, width = 32;
var steps = args.Contains("--quick") ? 20 : 400;

// how a layer is made of its linear part, how its weights start, and the length that all gradients together are cut to
Remedy[] remedies =
[
    new("sigmoid", "sigmoids, weights as a Linear starts", linear => new Sequential(linear, new Sigmoid())),
    new("Xavier", "sigmoids, Xavier's weights for them", linear => new Sequential(linear, new Sigmoid()), (w, random) => Init.XavierUniform(w, gain: 4, random)),
    new("ReLU", "ReLU, weights as a Linear starts", linear => new Sequential(linear, new Relu())),
    new("ReLU, He", "ReLU, He's weights for them", linear => new Sequential(linear, new Relu()), (w, random) => Init.KaimingNormal(w, nonlinearity: Nonlinearity.Relu, generator: random)),
    new("batch norm", "batch normalisation before each sigmoid", linear => new Sequential(linear, new BatchNorm1d(width), new Sigmoid())),
    new("skip", "a skip connection around each sigmoid", linear => new Residual(new Sequential(linear, new Sigmoid()))),
    new("large", "ReLU, weights half as large again as He's", Large, LargeWeights),
    new("clipped", "the same, gradients clipped to a length of 1", Large, LargeWeights, Clip: 1),
];

var data = Synthetic.Circles(256, noise: 0.1, generator: new Generator(1));
var (x, y) = (data.Tensors[0], data.Tensors[1]);
var results = remedies.Select(Train).ToArray();

Console.WriteLine("root-mean-square gradient of a layer's weights, at the start");
Console.WriteLine("layer" + string.Concat(remedies.Select(r => $"{r.Name,12}")));
foreach (var layer in Enumerable.Range(0, depth + 1).Where(l => l % 5 == 0))
    Console.WriteLine($"{layer + 1,5}" + string.Concat(results.Select(r => $"{r.Gradients[layer],12:0.0E+0}")));
Console.WriteLine("\nafter training");
Console.WriteLine(" loss" + string.Concat(results.Select(r => $"{r.Loss,12:F3}")));
Console.WriteLine("right" + string.Concat(results.Select(r => $"{r.Accuracy,12:P0}")));
Console.WriteLine("\nwhat GradientHealth said at the start");
foreach (var (remedy, result) in remedies.Zip(results))
    Console.WriteLine($"  {remedy.Words}: " + (result.Report.Findings is [var first, ..] all ? $"{all.Count} findings, the first in layer {first.Layer}: {first.Diagnosis}" : "healthy"));

static Layer Large(Linear linear) => new Sequential(linear, new Relu());
static Parameter LargeWeights(Parameter weight, Generator random) => Init.Normal(weight, 0, 0.35, random);

Result Train(Remedy remedy)
{
    var random = new Generator(7);
    var net = new Sequential();
    for (var i = 0; i < depth; i++)
    {
        var linear = new Linear(i == 0 ? 2 : width, width, generator: random);
        remedy.Initialise?.Invoke(linear.Weight, random);
        net.Add(i == 0 ? new Sequential(linear, new Tanh()) : remedy.Layer(linear));
    }
    net.Add(new Linear(width, 2, generator: random));

    var optimizer = new Sgd(net.Parameters(), learningRate: 0.02, momentum: 0.9);
    using var health = GradientHealth.Watch(net);
    HealthReport? report = null;
    var loss = Tensor.Scalar(0f);
    for (var step = 0; step < steps; step++)
    {
        optimizer.ZeroGrad();
        loss = Loss.CrossEntropy(net.Call(x), y);
        loss.Backward();
        if (step == 0)
        {
            health.AfterBackward();
            report = health.Report();
            health.Dispose();
        }
        if (remedy.Clip > 0) GradientClipping.ByNorm(net.Parameters(), remedy.Clip);
        optimizer.Step();
    }
    return new Result([.. report!.Layers.Where(l => l.Size > 2 * width).Select(l => l.GradientNorm / Math.Sqrt(l.Size))], report, loss.Item<float>(), Metrics.Accuracy(net.Call(x), y));
}

sealed record Remedy(string Name, string Words, Func<Linear, Layer> Layer, Func<Parameter, Generator, Parameter>? Initialise = null, double Clip = 0);

sealed record Result(double[] Gradients, HealthReport Report, double Loss, double Accuracy);
