#:project ../../src/AutoGrad
// Handwritten digits: trains a small convolutional network on 8 x 8 pictures, then judges it on a fifth it has never seen.
using System.Diagnostics;
using System.Runtime.CompilerServices;
using AutoGrad;
using AutoGrad.Data;
using AutoGrad.IO;
using AutoGrad.Nn;
using AutoGrad.Optim;

const int epochs = 25;
const ulong seed = 1;

TensorDataset train, test;
try
{
    var table = Csv.Load(args.Length > 0 ? args[0] : BesideSource("data/digits.csv.gz"));    // 64 pixels and the digit, a line each
    var pixels = table[.., ..64] / 16;                                                       // 0..16 to 0..1
    (train, test) = new TensorDataset(pixels, table[.., 64].To(DType.Int64)).TrainTestSplit(0.2, seed);
}
catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

var random = new Generator(seed);
Sequential model =
[
    new Neighbourhoods(), new Linear(9, 32, generator: random), new LargestOfFour(), new Relu(), new Flatten(), new Dropout(0.3, random),
    new Linear(512, 128, generator: random), new Relu(), new Dropout(0.5, random), new Linear(128, 10, generator: random),
];
var optimizer = new AdamW(model.Parameters());
var loader = new DataLoader(train, batchSize: 64, shuffle: true, seed);
Console.WriteLine($"{train.Count} digits to learn from, {test.Count} to be judged on, {model.ParameterCount} parameters");

var watch = new Stopwatch();
for (var epoch = 1; epoch <= epochs; epoch++)
{
    optimizer.LearningRate = 3e-3 * (1 + Math.Cos(Math.PI * (epoch - 1) / epochs)) / 2;    // from full speed to a standstill
    double lossSum = 0, right = 0;
    watch.Restart();
    foreach (var (x, y) in loader)
    {
        var logits = model.Call(x);
        var loss = Loss.CrossEntropy(logits, y);
        optimizer.ZeroGrad();
        loss.Backward();
        optimizer.Step();
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
    for (var row = 0; row < 8; row++)
        Console.WriteLine("  " + string.Concat(images[i].ToArray<float>().Skip(8 * row).Take(8).Select(p => new string(" .:-=+*#@"[(int)(p * 8)], 2))));
}

Console.WriteLine($"test accuracy: {100.0 * (test.Count - misread.Length) / test.Count:F2} %");
return 0;

static void Progress(string line) => Console.Write(Console.IsOutputRedirected ? line + "\n" : $"\r{line}   ");

static string BesideSource(string name, [CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, name);

// the 3 x 3 surroundings of every pixel, four neighbours together: a Linear after it is a convolution
sealed class Neighbourhoods : Layer
{
    private readonly Tensor _places = Tensor.From((from y in Enumerable.Range(0, 4) from x in Enumerable.Range(0, 4) from four in Enumerable.Range(0, 4)
                                                   from dy in Enumerable.Range(0, 3) from dx in Enumerable.Range(0, 3)
                                                   select (2 * y + four / 2 + dy) * 10 + 2 * x + four % 2 + dx).ToArray());

    protected override Tensor Forward(Tensor x) => x.Reshape(-1, 8, 8).Pad([(1, 1), (1, 1)]).Flatten(1, 2).IndexSelect(1, _places).Reshape(-1, 16, 4, 9);
}

// of each four neighbours, the one that answers most
sealed class LargestOfFour : Layer
{
    protected override Tensor Forward(Tensor x) => x.Max(2);
}
