#:project ../../src/AutoGrad
// Regularisation: 16 noisy points, and a network large enough to learn them by heart.
using AutoGrad;
using AutoGrad.Nn;
using AutoGrad.Optim;
using Learn.Drawing;

const int steps = 1500;
var random = new Generator(3);
var x = Tensor.Linspace(-2, 2, 16, DType.Float64).Reshape(16, 1);
var y = (2 * x).Sin() + 0.4 * Tensor.Randn([16, 1], DType.Float64, random);
var testX = Tensor.Uniform([200, 1], -2, 2, DType.Float64, random);
var testY = (2 * testX).Sin() + 0.4 * Tensor.Randn([200, 1], DType.Float64, random);
var grid = Tensor.Linspace(-2, 2, 121, DType.Float64).Reshape(121, 1);

Result Train(Func<Sequential, Tensor>? penalty = null, double dropout = 0)
{
    Sequential net =
    [
        new Linear(1, 48, dtype: DType.Float64, generator: new Generator(11)), new Tanh(),
        new Linear(48, 48, dtype: DType.Float64, generator: new Generator(12)), new Tanh(), new Dropout(dropout, new Generator(14)),
        new Linear(48, 1, dtype: DType.Float64, generator: new Generator(13)),
    ];
    var optimizer = new Adam(net.Parameters(), learningRate: 0.003);
    var (curve, test) = (new double[steps / 25 + 1], new double[steps / 25 + 1]);
    var (best, bestStep, bestFit) = (double.MaxValue, 0, grid);
    for (var step = 0; step <= steps; step++)
    {
        if (step % 25 == 0)
        {
            net.Eval();                         // without dropout
            using (GradMode.NoGrad())
            {
                curve[step / 25] = Loss.Mse(net.Call(x), y).Item<double>();
                test[step / 25] = Loss.Mse(net.Call(testX), testY).Item<double>();
                if (test[step / 25] < best) (best, bestStep, bestFit) = (test[step / 25], step, net.Call(grid));
            }
            net.Train();
        }
        var loss = Loss.Mse(net.Call(x), y);
        if (penalty is not null) loss = loss + penalty(net);
        optimizer.ZeroGrad();
        loss.Backward();
        optimizer.Step();
    }
    net.Eval();
    var weights = ((Linear)net[2]).Weight.ToArray<double>();
    return new Result(curve, test, bestStep, bestFit.ToArray<double>(), net.Call(grid).ToArray<double>(), weights.Sum(Math.Abs), weights.Count(w => Math.Abs(w) < 0.01));
}

IEnumerable<Tensor> Matrices(Sequential net) => net.Parameters().Where(p => p.Rank == 2);
var (plain, l2, l1, dropped) = (Train(), Train(net => Penalty.L2(Matrices(net), 0.01)), Train(net => Penalty.L1(Matrices(net), 0.006)), Train(dropout: 0.3));

Console.WriteLine("                 training loss  test loss  Σ|w|   weights near 0");
void Report(string name, Result r) => Console.WriteLine($"{name,-15}  {r.Training[^1],13:F3}  {r.Test[^1],9:F3}  {r.WeightSum,5:F0}  {r.Zeros,6} of 2304");
Report("nothing", plain);
Report("L2", l2);
Report("L1", l1);
Report("dropout", dropped);
Console.WriteLine($"{"early stopping",-15}  {plain.Training[plain.BestStep / 25],13:F3}  {plain.Test[plain.BestStep / 25],9:F3}  (after {plain.BestStep} steps)");

IEnumerable<(double, double)> Over(double[] values) => values.Select((v, i) => (grid[i, 0].Item<double>(), v));
IEnumerable<(double, double)> Steps(double[] values) => values.Select((v, i) => (i * 25.0, v));
var points = x.ToArray<double>().Zip(y.ToArray<double>());
Picture.Save("09-fits.svg", "Without regularisation the curve runs through every noisy point; with L2, L1, dropout or early stopping it is smooth.",
[
    new Chart("Learned by heart", "x", "y") { Y = (-2, 2) }.Line("the truth, sin 2x", Over((2 * grid).Sin().ToArray<double>()), 5).Line("nothing", Over(plain.Fit), 1).Dots("16 samples", points, 0),
    new Chart("Learned", "x", "y") { Y = (-2, 2) }.Line("L2", Over(l2.Fit), 0).Line("L1", Over(l1.Fit), 1).Line("dropout", Over(dropped.Fit), 2).Line("stopped early", Over(plain.BestFit), 3).Dots("", points, 0),
]);
Picture.Save("09-losses.svg", "The training loss falls all the time; the test loss falls, and then rises again.",
[
    new Chart("Without regularisation", "step", "loss") { Width = 520, Height = 300, Y = (0, 0.6) }.Line("training", Steps(plain.Training), 0).Line("test", Steps(plain.Test), 1)
        .Dots("the best place to stop", [(plain.BestStep, plain.Test[plain.BestStep / 25])], 2),
]);

sealed record Result(double[] Training, double[] Test, int BestStep, double[] BestFit, double[] Fit, double WeightSum, int Zeros);
