#:project ../../src/AutoGrad
// A character LSTM reads a text from front to back, with truncated backpropagation through time: its state goes on from one
// stretch to the next, the gradient does not. Without a text file it learns the source code of this library's layers.
//     dotnet run -c Release docs/samples/lstm.cs -- [text file] [--quick]
using System.Diagnostics;
using System.Runtime.CompilerServices;
using AutoGrad;
using AutoGrad.Data;
using AutoGrad.Nn;
using AutoGrad.Optim;

var quick = args.Contains("--quick");
var (width, layers, stretch, streams, steps) = quick ? (64, 1, 32, 16, 100) : (256, 2, 64, 32, 1500);

string text;
try
{
    text = args.FirstOrDefault(a => !a.StartsWith('-')) is { } path ? File.ReadAllText(path) : OwnSource();
    if (text.Length < 30 * streams * stretch) throw new InvalidDataException($"A text of {text.Length} characters is too short to learn from: {30 * streams * stretch} are needed.");
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
if (quick) text = text[..Math.Min(text.Length, 50_000)];
var vocabulary = new CharacterVocabulary(text);
var tokens = vocabulary.Encode(text);
var (training, heldOut) = (InStreams(tokens[..(tokens.Size * 9 / 10)], streams), InStreams(tokens[(tokens.Size * 9 / 10)..], streams));

var random = new Generator(1);
var characters = new Embedding(vocabulary.Count, width, generator: random);
var memory = new Lstm(width, width, layers, batchFirst: true, generator: random);
var head = new Linear(width, vocabulary.Count, generator: random);
ModuleList<Module> model = [characters, memory, head];
var optimizer = new AdamW(model.Parameters(), learningRate: quick ? 1e-2 : 4e-3);
var schedule = new CosineAnnealingLR(optimizer, steps);
Console.WriteLine($"{tokens.Size} characters, {vocabulary.Count} different ones, {model.ParameterCount} parameters");

var (watch, recent) = (Stopwatch.StartNew(), 0.0);
(Tensor Hidden, Tensor Cell)? state = null;
for (var (step, at) = (1, 0); step <= steps; step++, at += stretch)
{
    if (at + stretch >= training.Shape[1]) (at, state) = (0, null);                 // the end of the text: from the front again
    var (loss, next) = LossOf(training, at, stretch, state);
    optimizer.ZeroGrad();
    loss.Backward();
    GradientClipping.ByNorm(model.Parameters(), 1);
    optimizer.Step();
    schedule.Step();
    state = (next.Hidden.Detach(), next.Cell.Detach());                             // truncated here: what was read stays, its graph goes
    recent += loss.Item<float>();
    if (step % (steps / 20) != 0) continue;
    Console.WriteLine($"step {step,5}/{steps}  loss {recent / (steps / 20):F4}  {step * streams * stretch / watch.Elapsed.TotalSeconds:F0} characters/s");
    recent = 0;
}

using var scope = GradMode.NoGrad();
Console.WriteLine($"\nheld out: {LossOf(heldOut, 0, heldOut.Shape[1] - 1, null).Loss.Item<float>():F4} nats a character, after {watch.Elapsed.TotalSeconds:F0} s\n");
Console.WriteLine(Write(prompt: tokens[..1], length: quick ? 100 : 500, temperature: 0.7));
return 0;

// each stream reads a part of its own, all of them at the same time
static Tensor InStreams(Tensor tokens, int streams) => tokens[..(tokens.Size / streams * streams)].Reshape(streams, -1);

(Tensor Logits, (Tensor Hidden, Tensor Cell) State) Read(Tensor x, (Tensor Hidden, Tensor Cell)? state)
{
    var (output, hidden, cell) = memory.Call(characters.Call(x), state?.Hidden, state?.Cell);
    return (head.Call(output), (hidden, cell));
}

(Tensor Loss, (Tensor Hidden, Tensor Cell) State) LossOf(Tensor text, int at, int length, (Tensor Hidden, Tensor Cell)? state)
{
    var (logits, next) = Read(text.Narrow(1, at, length), state);
    return (Loss.CrossEntropy(logits.Flatten(0, 1), text.Narrow(1, at + 1, length).Flatten()), next);
}

string Write(Tensor prompt, int length, double temperature)
{
    var written = prompt;
    (Tensor, Tensor)? before = null;
    while (written.Size < length)
    {
        (var logits, before) = Read(written[(before is null ? .. : ^1..)].Unsqueeze(0), before);
        var gumbel = -(-Tensor.Rand([vocabulary.Count], generator: random).Log()).Log();    // the largest of logits + gumbel is a draw from their softmax
        written = Tensor.Concat([written, (logits[0, ^1] / temperature + gumbel).ArgMax(0, keepDims: true)]);
    }
    return vocabulary.Decode(written);
}

static string OwnSource([CallerFilePath] string here = "") => string.Concat(
    Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "../../src/AutoGrad/Nn"), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText));
