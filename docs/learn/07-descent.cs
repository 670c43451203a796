#:project ../../src/AutoGrad
// Ways downhill: gradient descent, momentum, RMSprop and Adam in a narrow valley; and mini-batches.
using AutoGrad;
using AutoGrad.Data;
using AutoGrad.Nn;
using AutoGrad.Optim;
using Learn.Drawing;

// a valley: 50 times as steep across (y) as along (x)
Tensor Height(Tensor place) => (place * place * Tensor.From([1.0, 50.0])).Sum() / 2;

List<(double X, double Y)> Walk(Func<Parameter[], Optimizer> choose, int steps)
{
    var place = new Parameter(Tensor.From([-9.0, 2.0]));
    var optimizer = choose([place]);
    var way = new List<(double, double)>();
    for (var step = 0; ; step++)
    {
        way.Add((place[0].Item<double>(), place[1].Item<double>()));
        if (step == steps) return way;
        optimizer.ZeroGrad();
        Height(place).Backward();
        optimizer.Step();
    }
}

var ways = new (string Name, Func<Parameter[], Optimizer> Choose)[]
{
    ("rate 0.037", p => new Sgd(p, learningRate: 0.037)),
    ("rate 0.0405", p => new Sgd(p, learningRate: 0.0405)),
    ("momentum", p => new Sgd(p, learningRate: 0.02, momentum: 0.9)),
    ("RMSprop", p => new RmsProp(p, learningRate: 0.3, alpha: 0.9)),
    ("Adam", p => new Adam(p, learningRate: 0.5)),
};
Console.WriteLine("              after 10 steps  after 40  after 100");
var walks = ways.Select(w => Walk(w.Choose, 100)).ToArray();
double HeightAt((double X, double Y) p) => (p.X * p.X + 50 * p.Y * p.Y) / 2;
for (var i = 0; i < ways.Length; i++) Console.WriteLine($"{ways[i].Name,-12}  {HeightAt(walks[i][10]),14:F4}  {HeightAt(walks[i][40]),8:F4}  {HeightAt(walks[i][100]),9:F4}");
Console.WriteLine();

// a line through 64 noisy points: y = 2x + 1
var random = new Generator(1);
var x = Tensor.Uniform([64, 1], -1, 1, DType.Float64, random);
var y = 2 * x + 1 + 0.3 * Tensor.Randn([64, 1], DType.Float64, random);
var fits = new List<(int Batch, List<(double, double)> Way)>();
foreach (var batch in new[] { 64, 8, 1 })
{
    var line = new Linear(1, 1, dtype: DType.Float64) { Weight = new Parameter(Tensor.From(new[,] { { -1.0 } })), Bias = new Parameter(Tensor.From([-1.0])) };
    var optimizer = new Sgd(line.Parameters(), learningRate: 0.1);
    var loader = new DataLoader(new TensorDataset(x, y), batch, shuffle: true, seed: 2);
    var way = new List<(double, double)> { (-1, -1) };
    for (var epoch = 0; epoch < 5; epoch++)
    {
        foreach (var (input, target) in loader)
        {
            optimizer.ZeroGrad();
            Loss.Mse(line.Call(input), target).Backward();
            optimizer.Step();
            way.Add((line.Weight[0, 0].Item<double>(), line.Bias[0].Item<double>()));
        }
    }
    fits.Add((batch, way));
    Console.WriteLine($"batches of {batch,2}: {way.Count - 1,3} steps, loss {Loss.Mse(line.Call(x), y).Item<double>():F4}, line {way[^1].Item1:F3} x + {way[^1].Item2:F3}");
}

IEnumerable<(double, double)> Ring(double height) => Enumerable.Range(0, 73).Select(i => i * Math.PI / 36).Select(t => (Math.Sqrt(2 * height) * Math.Cos(t), Math.Sqrt(height / 25) * Math.Sin(t)));
Chart Valley(string title) => new[] { 0.5, 3, 10, 25, 50, 100 }.Aggregate(new Chart(title, "x, along the valley", "y, across") { X = (-10, 4), Y = (-3, 3) }, (chart, height) => chart.Faint(Ring(height)));
Picture.Save("07-descent.svg", "Plain steps zigzag across a narrow valley; momentum swings and RMSprop and Adam go straight along.",
[
    Valley("Plain gradient descent, 40 steps").Line("rate 0.037", walks[0].Take(41), 0).Line("rate 0.0405: too much", walks[1].Take(41), 1).Dots("start", [(-9, 2)], 5),
    Valley("With memory, 40 steps").Line("momentum", walks[2].Take(41), 2).Line("RMSprop", walks[3].Take(41), 3).Line("Adam", walks[4].Take(41), 4).Dots("start", [(-9, 2)], 5),
]);
Picture.Save("07-batches.svg", "With all samples at once the way is smooth and 5 steps long; with one sample at a time it is jagged and arrives.",
[
    fits.Aggregate(new Chart("The line's two numbers, 5 epochs", "weight", "bias") { Width = 560, Height = 380 }, (chart, fit) => chart.Line($"batches of {fit.Batch}", fit.Way, fit.Batch == 64 ? 0 : fit.Batch == 8 ? 1 : 3))
        .Dots("the truth", [(2, 1)], 2),
]);
