#:project ../../src/AutoGrad
// A variational autoencoder (Kingma and Welling, 2013) learns handwritten digits, 8 x 8, and then draws some of its own.
//     dotnet run -c Release docs/samples/vae.cs [--quick] [digits.csv.gz]
using System.Runtime.CompilerServices;
using AutoGrad;
using AutoGrad.Data;
using AutoGrad.IO;
using AutoGrad.Nn;
using AutoGrad.Optim;

var epochs = args.Contains("--quick") ? 8 : 120;
var file = args.FirstOrDefault(a => !a.StartsWith('-')) ?? BesideSource("data/digits.csv.gz");
Tensor table;
try
{
    table = Csv.Load(file);                     // 64 pixels from 0 to 16 and the digit, a line each
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"{e.Message} Name a file of digits.");
    return 2;
}
var (train, test) = new TensorDataset(table[.., ..64] / 16).TrainTestSplit(0.2, seed: 1);

var random = new Generator(1);
var model = new Vae(latent: 8, random);
var loader = new DataLoader(train, batchSize: 32, shuffle: true, seed: 1);
var optimizer = new Adam(model.Parameters(), learningRate: 2e-3);
var schedule = new CosineAnnealingLR(optimizer, tMax: epochs);
Console.WriteLine($"{train.Count} digits to learn from, {test.Count} to be judged on; nats a picture");
for (var epoch = 1; epoch <= epochs; epoch++)
{
    foreach (var batch in loader)
    {
        var (reconstruction, divergence) = model.Losses(batch[0]);
        optimizer.ZeroGrad();
        (reconstruction + divergence).Backward();
        optimizer.Step();
    }
    schedule.Step();
    if (epoch == 1 || epoch % Math.Max(1, epochs / 8) == 0) Judge($"epoch {epoch,3}");
}

Console.WriteLine("\npictures from the test set, and what is left of them after eight numbers:");
using var scope = GradMode.NoGrad();
var pictures = test.Tensors[0][..5];
Draw(pictures);
Draw(model.Decoder.Call(model.Encode(pictures).Mean).Sigmoid());
Console.WriteLine("drawn from noise:");
Draw(model.Decoder.Call(Tensor.Randn([5, 8], generator: random)).Sigmoid());
Draw(model.Decoder.Call(Tensor.Randn([5, 8], generator: random)).Sigmoid());
return 0;

void Judge(string when)
{
    using var scope = GradMode.NoGrad();
    var (reconstruction, divergence) = model.Losses(test.Tensors[0]);
    var (r, d) = (reconstruction.Item<float>(), divergence.Item<float>());
    Console.WriteLine($"{when}  reconstruction {r:F2}  KL {d:F2}  together {r + d:F2}");
}

static void Draw(Tensor pictures)
{
    for (var row = 0; row < 8; row++)
        Console.WriteLine(string.Join("  ", pictures.Reshape(-1, 8, 8)[.., row].ToArray<float>().Chunk(8).Select(
            line => string.Concat(line.Select(p => new string(" .:-=+*#@"[(int)(p * 8.99f)], 2))))));
    Console.WriteLine();
}

static string BesideSource(string name, [CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, name);

sealed class Vae : Module
{
    private readonly Generator _random;

    public Vae(int latent, Generator random)
    {
        _random = random;
        Encoder = [new Linear(64, 256, generator: random), new Relu(), new Linear(256, 2 * latent, generator: random)];
        Decoder = [new Linear(latent, 256, generator: random), new Relu(), new Linear(256, 64, generator: random)];
    }

    public Sequential Encoder { get; set => field = Register(value); }
    public Sequential Decoder { get; set => field = Register(value); }

    public (Tensor Mean, Tensor LogVariance) Encode(Tensor x) => Encoder.Call(x).Split(8, 1) is [var mean, var log] ? (mean, log) : throw new InvalidOperationException();

    // what a picture costs, given the numbers it was turned into; and what those cost: their distance from plain noise
    public (Tensor Reconstruction, Tensor Divergence) Losses(Tensor x)
    {
        var (mean, logVariance) = Encode(x);
        var z = mean + (0.5 * logVariance).Exp() * Tensor.Randn(mean.Shape, generator: _random);       // random, and yet differentiable
        var reconstruction = 16 * Loss.BinaryCrossEntropyWithLogits(Decoder.Call(z), x, Reduction.Sum);
        var divergence = -0.5 * (1 + logVariance - mean.Square() - logVariance.Exp()).Sum();
        return (reconstruction / x.Shape[0], divergence / x.Shape[0]);
    }
}
