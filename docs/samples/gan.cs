#:project ../../src/AutoGrad
// A Wasserstein GAN with gradient penalty (Gulrajani et al., 2017) learns eight clouds on a circle. Training differentiates a gradient.
//     dotnet run -c Release docs/samples/gan.cs [--quick]
using AutoGrad;
using AutoGrad.Nn;
using AutoGrad.Optim;

var rounds = args.Contains("--quick") ? 300 : 2000;
const int batch = 256, criticSteps = 5, modes = 8;
const double radius = 2, spread = 0.1, penalty = 1;

var random = new Generator(1);
var angles = Tensor.Arange(modes, DType.Float32) * (2 * Math.PI / modes);
var centres = Tensor.Stack([angles.Cos(), angles.Sin()], axis: 1) * radius;

Sequential Network(int inputs, int outputs) =>
[
    new Linear(inputs, 64, generator: random), new Relu(), new Linear(64, 64, generator: random), new Relu(),
    new Linear(64, 64, generator: random), new Relu(), new Linear(64, outputs, generator: random),
];
var (generator, critic) = (Network(2, 2), Network(2, 1));
var (toFool, toTell) = (new Adam(generator.Parameters(), 1e-3, beta1: 0.5, beta2: 0.9), new Adam(critic.Parameters(), 1e-3, beta1: 0.5, beta2: 0.9));
var slower = new LinearLR(toFool, startFactor: 1, endFactor: 0, totalIters: rounds);
var slowerToo = new LinearLR(toTell, startFactor: 1, endFactor: 0, totalIters: rounds);
var average = new ExponentialMovingAverage(generator, 0.99, warmUp: true);

Tensor Real(int count) => centres.IndexSelect(0, Tensor.RandInt([count], 0, modes, generator: random)) + spread * Tensor.Randn([count, 2], generator: random);
Tensor Fake(int count) => generator.Call(Tensor.Randn([count, 2], generator: random));

for (var round = 1; round <= rounds; round++)
{
    var distance = Tensor.Scalar(0f);
    for (var step = 0; step < criticSteps; step++)
    {
        var (real, fake) = (Real(batch), Fake(batch).Detach());
        var between = real.Lerp(fake, Tensor.Rand([batch, 1], generator: random));
        var slopes = Autodiff.Gradient(x => critic.Call(x).Sum(), between).Norm(1);
        distance = critic.Call(real).Mean() - critic.Call(fake).Mean();
        toTell.ZeroGrad();
        (penalty * (slopes - 1).Square().Mean() - distance).Backward();
        toTell.Step();
    }
    toFool.ZeroGrad();
    (-critic.Call(Fake(batch)).Mean()).Backward();
    toFool.Step();
    average.Update();
    slower.Step();
    slowerToo.Step();
    if (round % (rounds / 10) == 0)
    {
        using var scope = average.Swap();
        var (hit, good) = Count(Fake(2000));
        Console.WriteLine($"round {round,4}  distance {distance.Item<float>():F3}  modes {hit}  good {good:P1}");
    }
}

using var smooth = average.Swap();
var points = Fake(4000).ToArray<float>().Chunk(2).ToArray();
Console.WriteLine();
const int width = 60, height = 30;
var ink = new int[height, width];
foreach (var point in points)
    if (Math.Max(Math.Abs(point[0]), Math.Abs(point[1])) < 2.6f) ink[(int)((2.6f - point[1]) / 5.2f * height), (int)((point[0] + 2.6f) / 5.2f * width)]++;
for (var row = 0; row < height; row++)
    Console.WriteLine(string.Concat(Enumerable.Range(0, width).Select(column => " .:+*#@"[Math.Min(6, (int)Math.Ceiling(Math.Log2(ink[row, column] + 1)))])).TrimEnd());
var (modesHit, share) = Count(Tensor.From(points.SelectMany(p => p).ToArray(), [points.Length, 2]));
Console.WriteLine($"{modesHit} of {modes} modes hit; {share:P1} of {points.Length} points are good: within three standard deviations of a mode");

// a mode is hit if it gets a quarter of its fair share of good points
(int Hit, double Good) Count(Tensor points)
{
    using var scope = GradMode.NoGrad();
    var distances = (points.Unsqueeze(1) - centres).Norm(2);
    var (nearest, near) = (distances.ArgMin(1).ToArray<long>(), distances.Min(1).ToArray<float>());
    var good = nearest.Where((_, i) => near[i] < 3 * spread).ToArray();
    return (good.CountBy(mode => mode).Count(mode => mode.Value > points.Shape[0] / modes / 4), (double)good.Length / points.Shape[0]);
}
