#:project ../../src/AutoGrad
// Handwritten digits: trains a small residual network on 8 x 8 pictures, then judges it on a fifth it has never seen.
//     dotnet run -c Release docs/samples/digits.cs -- [file.csv] [--quick]
using System.Diagnostics;
using System.Runtime.CompilerServices;
using AutoGrad;
using AutoGrad.Data;
using AutoGrad.IO;
using AutoGrad.Nn;
using AutoGrad.Optim;

var epochs = args.Contains("--quick") ? 3 : 30;
const ulong seed = 1;

TensorDataset train, test;
try
{
    var table = Csv.Load(args.FirstOrDefault(a => !a.StartsWith('-')) ?? BesideSource("data/digits.csv.gz"));    // 64 pixels and the digit, a line each
    var pixels = (table[.., ..64] / 16).Reshape(-1, 1, 8, 8);                                                    // 0..16 to 0..1
    (train, test) = new TensorDataset(pixels, table[.., 64].To(DType.Int64)).TrainTestSplit(0.2, seed);
}
catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

var random = new Generator(seed);
Sequential model =
[
    Convolution(1, 32), new Relu(), Block(32), new MaxPool2d(2),        // 8 x 8, then 4 x 4
    Convolution(32, 64), new Relu(), Block(64),
    new GlobalAvgPool(), new Flatten(), new Dropout(0.3, random), new Linear(64, 10, generator: random),
];
var optimizer = new AdamW(model.Parameters(), weightDecay: 0.05);
var shifted = new Compose(new RandomCrop(8, 8, padding: 1), new RandomRotation(10));
var loader = new DataLoader(train, batchSize: 32, shuffle: true, seed) { Transform = shifted.OnPart(0) };
var schedule = new OneCycleLR(optimizer, maxRate: 0.005, totalSteps: epochs * loader.Count);
Console.WriteLine($"{train.Count} digits to learn from, {test.Count} to be judged on, {model.ParameterCount} parameters");

var watch = new Stopwatch();
for (var epoch = 1; epoch <= epochs; epoch++)
{
    double lossSum = 0, right = 0;
    watch.Restart();
    foreach (var (x, y) in loader)
    {
        var logits = model.Call(x);
        var loss = Loss.CrossEntropy(logits, y, labelSmoothing: 0.1);
        optimizer.ZeroGrad();
        loss.Backward();
        optimizer.Step();
        schedule.Step();
        lossSum += loss.Item<float>() * y.Size;
        right += Metrics.Accuracy(logits, y) * y.Size;
    }
    Progress($"epoch {epoch,2}/{epochs}  loss {lossSum / train.Count:F4}  accuracy {right / train.Count:P1}  {train.Count / watch.Elapsed.TotalSeconds,6:F0} images/s");
}
if (!Console.IsOutputRedirected) Console.WriteLine();

model.Eval();
var (images, labels) = (test.Tensors[0], test.Tensors[1].ToArray<long>());
var guesses = model.Call(images).ArgMax(1).ToArray<long>();
var confusion = new int[10, 10];
for (var i = 0; i < test.Count; i++) confusion[labels[i], guesses[i]]++;
var misread = Enumerable.Range(0, test.Count).Where(i => labels[i] != guesses[i]).ToArray();

Console.WriteLine("\nrows: the digit; columns: what the network reads");
Console.WriteLine("     " + string.Concat(Enumerable.Range(0, 10).Select(d => $"{d,4}")));
for (var d = 0; d < 10; d++)
    Console.WriteLine($"{d,5}" + string.Concat(Enumerable.Range(0, 10).Select(g => confusion[d, g] == 0 ? "   ." : $"{confusion[d, g],4}")));

Console.WriteLine();
foreach (var i in misread.Take(3))
{
    Console.WriteLine($"a {labels[i]} read as {guesses[i]}:");
    foreach (var row in images[i].ToArray<float>().Chunk(8)) Console.WriteLine("  " + string.Concat(row.Select(p => new string(" .:-=+*#@"[(int)(p * 8)], 2))));
}

Console.WriteLine($"test accuracy: {100.0 * (test.Count - misread.Length) / test.Count:F2} %");
return 0;

Layer Convolution(int from, int to) => new Sequential(new Conv2d(from, to, 3, padding: 1, bias: false, generator: random), new BatchNorm2d(to));

Layer Block(int channels) => new Sequential(new Residual(new Sequential(Convolution(channels, channels), new Relu(), Convolution(channels, channels))), new Relu());

static void Progress(string line) => Console.Write(Console.IsOutputRedirected ? line + "\n" : $"\r{line}   ");

static string BesideSource(string name, [CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, name);
