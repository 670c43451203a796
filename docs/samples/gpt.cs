#:project ../../src/AutoGrad
// A character transformer learns to write like any text file: without one, like this library's own source code.
//     dotnet run -c Release docs/samples/gpt.cs -- [text file] [--quick]
using System.Diagnostics;
using System.Runtime.CompilerServices;
using AutoGrad;
using AutoGrad.Data;
using AutoGrad.Nn;
using AutoGrad.Optim;

var quick = args.Contains("--quick");
var (width, heads, layers, context, batchSize, steps) = quick ? (32, 2, 1, 32, 16, 80) : (128, 4, 4, 128, 16, 2000);

string text;
try
{
    text = args.FirstOrDefault(a => !a.StartsWith('-')) is { } path ? File.ReadAllText(path) : OwnSource();
    if (text.Length < 30 * context) throw new InvalidDataException($"A text of {text.Length} characters is too short to learn from: {30 * context} are needed.");
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
if (quick) text = text[..Math.Min(text.Length, 50_000)];
var vocabulary = new CharacterVocabulary(text);
var tokens = vocabulary.Encode(text);
var training = tokens.Size * 9 / 10;                                            // the last tenth is never learned from
var (windows, heldOut) = (new TextWindows(tokens[..training], context, stride: 1), new TextWindows(tokens[training..], context));

var random = new Generator(1);
var rotary = new RotaryPositions(width / heads);
var characters = new Embedding(vocabulary.Count, width, generator: random);
var blocks = new TransformerEncoder(layers, Block, new LayerNorm(width));
var head = new Linear(width, vocabulary.Count, generator: random);
Init.Zeros(head.Bias!);
Init.Zeros(head.Weight);                                                        // so that at first every character is equally likely
ModuleList<Module> model = [characters, blocks, head];
var matrices = blocks.Parameters().Where(p => p.Rank == 2).ToArray();           // inside the network: Muon's; all others: AdamW's
ParameterGroups optimizer = [new Muon(matrices, learningRate: 0.02, weightDecay: 0.01), new AdamW(model.Parameters().Except(matrices), learningRate: 4e-3)];
var schedule = new WarmUpLR(optimizer, steps / 20, then: new CosineAnnealingLR(optimizer, steps - steps / 20));

Console.WriteLine($"{tokens.Size} characters, {vocabulary.Count} different ones, {model.ParameterCount} parameters");
Console.WriteLine($"start: {HeldOutLoss():F4} nats a character; ln({vocabulary.Count}) = {Math.Log(vocabulary.Count):F4}");
var (watch, step, recent) = (Stopwatch.StartNew(), 0, 0.0);
foreach (var (x, y) in new DataLoader(windows, batchSize, shuffle: true, seed: 1).Take(steps))
{
    optimizer.ZeroGrad();
    var loss = LossOf(x, y);
    loss.Backward();
    GradientClipping.ByNorm(model.Parameters(), 1);
    optimizer.Step();
    schedule.Step();
    recent += loss.Item<float>();
    if (++step % (steps / 20) != 0) continue;
    Console.WriteLine($"step {step,5}/{steps}  loss {recent / (steps / 20):F4}  {step * batchSize * context / watch.Elapsed.TotalSeconds:F0} characters/s");
    recent = 0;
}

Console.WriteLine($"\nheld out: {HeldOutLoss():F4} nats a character, after {watch.Elapsed.TotalSeconds:F0} s\n");
Console.WriteLine(Write(prompt: tokens[..1], length: quick ? 100 : 500, temperature: 0.8, topK: 20));
return 0;

TransformerEncoderLayer Block() => new(width, heads, 4 * width, dropout: 0, new Gelu(), batchFirst: true, normFirst: true, rotary: rotary, generator: random);

Tensor Logits(Tensor x, KeyValueCache? cache = null) => head.Call(blocks.Call(characters.Call(x), causal: true, cache: cache));

Tensor LossOf(Tensor x, Tensor y) => Loss.CrossEntropy(Logits(x).Flatten(0, 1), y.Flatten());

double HeldOutLoss()
{
    using var scope = GradMode.NoGrad();
    return new DataLoader(heldOut, 32).Take(50).Average(batch => LossOf(batch[0], batch[1]).Item<float>());
}

string Write(Tensor prompt, int length, double temperature, int topK)
{
    using var scope = GradMode.NoGrad();
    var (written, cache) = (prompt, new KeyValueCache());
    while (written.Size < length)
    {
        if (cache.Length == context) cache.Clear();                             // full: read the last half again, then go on
        var next = cache.Length > 0 ? written[^1..] : written[^Math.Min(written.Size, context / 2)..];
        var (likely, which) = Logits(next.Unsqueeze(0), cache)[0, ^1].TopK(Math.Min(topK, vocabulary.Count));
        var gumbel = -(-Tensor.Rand(likely.Shape, generator: random).Log()).Log();      // the largest of logits + gumbel is a draw from their softmax
        written = Tensor.Concat([written, which.Gather(0, (likely / temperature + gumbel).ArgMax(0, keepDims: true))]);
    }
    return vocabulary.Decode(written);
}

static string OwnSource([CallerFilePath] string here = "") => string.Concat(
    Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "../../src/AutoGrad"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/") && !file.Contains("\\obj\\")).Order(StringComparer.Ordinal).Select(File.ReadAllText));
