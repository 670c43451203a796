#:project ../../src/AutoGrad
// Normalising inputs: the price of a flat from its area and its rooms, in raw units and in units of their own spread.
using AutoGrad;
using AutoGrad.Nn;
using AutoGrad.Optim;
using Learn.Drawing;

var random = new Generator(5);
var area = Tensor.Uniform([100, 1], 20, 180, DType.Float64, random);
var rooms = 1 + area / 40 + 0.7 * Tensor.Randn([100, 1], DType.Float64, random);
var raw = Tensor.Concat([area, rooms], axis: 1);
var price = 3 * area + 25 * rooms + 40 + 10 * Tensor.Randn([100, 1], DType.Float64, random);     // in thousands

// minus the mean, divided by the spread (the standard deviation), column by column
var mean = raw.Mean([0]);
var spread = (raw - mean).Square().Mean([0]).Sqrt();
var normalised = (raw - mean) / spread;
Console.WriteLine($"mean   {mean.ToString(3)}");
Console.WriteLine($"spread {spread.ToString(3)}");
Console.WriteLine();

Linear Line()
{
    var line = new Linear(2, 1, dtype: DType.Float64);
    foreach (var parameter in line.Parameters()) Init.Zeros((Parameter)parameter);
    return line;
}

Console.WriteLine("gradients at the start: area, rooms, bias");
foreach (var (name, x) in new[] { ("raw", raw), ("normalised", normalised) })
{
    var line = Line();
    Loss.Mse(line.Call(x), price).Backward();
    Console.WriteLine($"{name,-10}  {line.Weight.Grad![0, 0].Item<double>(),9:F0}  {line.Weight.Grad![0, 1].Item<double>(),6:F0}  {line.Bias!.Grad![0].Item<double>(),5:F0}");
}
Console.WriteLine();

double[] Train(Tensor x, double rate, int steps)
{
    var line = Line();
    var optimizer = new Sgd(line.Parameters(), learningRate: rate);
    var losses = new double[steps + 1];
    for (var step = 0; ; step++)
    {
        optimizer.ZeroGrad();
        var loss = Loss.Mse(line.Call(x), price);
        losses[step] = loss.Item<double>();
        if (step == steps) return losses;
        loss.Backward();
        optimizer.Step();
    }
}

var runs = new (string Name, double[] Losses)[]
{
    ("raw, rate 0.1", Train(raw, 0.1, 200)),
    ("raw, rate 0.00008", Train(raw, 0.00008, 200)),
    ("normalised, rate 0.1", Train(normalised, 0.1, 200)),
};
Console.WriteLine("loss after              10 steps    50 steps  200 steps");
foreach (var (name, l) in runs) Console.WriteLine($"{name,-21}  {Show(l[10]),9}  {Show(l[50]),10}  {Show(l[200]),9}");
Console.WriteLine($"raw, rate 0.00008, after 20,000 steps: {Train(raw, 0.00008, 20_000)[^1]:F1}");

string Show(double loss) => double.IsFinite(loss) && loss < 1e6 ? $"{loss:F1}" : double.IsFinite(loss) ? $"{loss:0.0e+0}" : "NaN or ∞";

IEnumerable<(double, double)> Points(Tensor x) => Enumerable.Range(0, 100).Select(i => (x[i, 0].Item<double>(), x[i, 1].Item<double>()));
Picture.Save("10-normalising.svg", "Raw inputs are a flat streak, normalised ones a round cloud; the loss falls quickly only with the latter.",
[
    new Chart("Raw, in equal units", "area", "rooms") { Width = 300, X = (-10, 190), Y = (-80, 120) }.Dots("", Points(raw), 1),
    new Chart("Normalised", "area", "rooms") { Width = 300, X = (-3, 3), Y = (-3, 3) }.Dots("", Points(normalised), 0),
    new Chart("The loss", "step", "loss") { LogY = true, Width = 400, Y = (50, 1e6) }
        .Line("raw, 0.1", runs[0].Losses.Index().Select(l => ((double)l.Index, l.Item)), 5).Line("raw, 0.00008", runs[1].Losses.Index().Select(l => ((double)l.Index, l.Item)), 1)
        .Line("normalised, 0.1", runs[2].Losses.Index().Select(l => ((double)l.Index, l.Item)), 0),
]);
