#:project ../../src/AutoGrad
// XOR twice: by hand, in 40 lines without any library, and then with AutoGrad. The losses are the same.
using AutoGrad;
using Learn.Drawing;

double[][] x = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]];        // the third input is always 1: it takes the place of a bias
double[] y = [0, 1, 1, 0];
double[][] first =
[
    [0.6503168100233345, 0.4825412780228505, 0.49357616446571095, 0.3639552294898303],
    [0.6890660047303446, 0.47722574466749423, 0.3241309878265255, 0.031032380282868255],
    [0.7415183766176561, 0.9806860687127953, 0.7077586259568742, 0.05959415893985576],
];
double[] second = [0.2732496792033019, 0.21498793901654978, 0.4874567541046243, 0.7031869586803913];

// ---- by hand ----
double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));
var (w1, w2) = (first.Select(row => row.ToArray()).ToArray(), second.ToArray());
double[] Hidden(double[] input) => [.. Enumerable.Range(0, 4).Select(j => Sigmoid(input[0] * w1[0][j] + input[1] * w1[1][j] + input[2] * w1[2][j]))];
double Output(double[] hidden) => Sigmoid(hidden[0] * w2[0] + hidden[1] * w2[1] + hidden[2] * w2[2] + hidden[3] * w2[3]);

var byHand = new List<double>();
for (var step = 0; step <= 1500; step++)
{
    var loss = 0.0;
    var (g1, g2) = (new double[3, 4], new double[4]);
    for (var s = 0; s < 4; s++)
    {
        // forward
        var h = Hidden(x[s]);
        var p = Output(h);
        loss += (y[s] - p) * (y[s] - p);
        // backward
        var dz2 = 2 * (p - y[s]) * p * (1 - p);
        for (var j = 0; j < 4; j++)
        {
            g2[j] += dz2 * h[j];
            var dz1 = dz2 * w2[j] * h[j] * (1 - h[j]);
            for (var i = 0; i < 3; i++) g1[i, j] += dz1 * x[s][i];
        }
    }
    byHand.Add(loss);
    if (step == 1500) break;
    // a step against the gradient
    for (var j = 0; j < 4; j++)
    {
        w2[j] -= g2[j];
        for (var i = 0; i < 3; i++) w1[i][j] -= g1[i, j];
    }
}

// ---- with the library ----
var input = Tensor.From(new double[,] { { 0, 0, 1 }, { 0, 1, 1 }, { 1, 0, 1 }, { 1, 1, 1 } });
var target = Tensor.From(y, [4, 1]);
var a = Tensor.From([.. first.SelectMany(row => row)], [3, 4]).WithGrad();
var b = Tensor.From(second, [4, 1]).WithGrad();
var withLibrary = new List<double>();
for (var step = 0; step <= 1500; step++)
{
    var loss = (target - input.MatMul(a).Sigmoid().MatMul(b).Sigmoid()).Square().Sum();
    withLibrary.Add(loss.Item<double>());
    if (step == 1500) break;
    a.ZeroGrad();
    b.ZeroGrad();
    loss.Backward();
    using (GradMode.NoGrad())
    {
        a.CopyFrom(a - a.Grad!);
        b.CopyFrom(b - b.Grad!);
    }
}

Console.WriteLine("step  loss by hand  with AutoGrad");
foreach (var step in new[] { 0, 1, 2, 10, 100, 500, 1000, 1500 }) Console.WriteLine($"{step,4}  {byHand[step]:F10}  {withLibrary[step]:F10}");
Console.WriteLine();
foreach (var row in x) Console.WriteLine($"{row[0]} xor {row[1]} = {Output(Hidden(row)):F4}");

var surface = new Chart("What it answers in between", "first input", "second input") { Width = 380, X = (-0.25, 1.25), Y = (-0.25, 1.25) };
for (var i = 0; i < 24; i++)
    for (var j = 0; j < 24; j++)
    {
        var (left, low) = (-0.25 + i * 0.0625, -0.25 + j * 0.0625);
        var p = Output(Hidden([left + 0.03125, low + 0.03125, 1]));
        surface.Square((left, low), (left + 0.0625, low + 0.0625), p > 0.5 ? 1 : 0, Math.Abs(p - 0.5) * 1.2);
    }
Picture.Save("06-xor.svg", "The loss stays near 1 for 100 steps and then falls; the answers form a band of ones between two corners of zeros.",
[
    new Chart("The loss", "step", "sum of squared errors") { Y = (0, 1.3) }.Line("by hand, and with AutoGrad", byHand.Index().Where(l => l.Index % 5 == 0).Select(l => ((double)l.Index, l.Item)), 0),
    surface.Dots("0", [(0, 0), (1, 1)], 0).Dots("1", [(0, 1), (1, 0)], 1),
]);
