#:project ../../src/AutoGrad
// The chain rule with every number in sight: one input, one weight a layer, two layers.
//     z1 = w1 x    h = sigmoid(z1)    z2 = w2 h    p = sigmoid(z2)    L = (p − y)² / 2
using AutoGrad;
using Learn.Drawing;

double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));
const double x = 0.5, y = 1, rate = 0.5;
double w1 = 0.4, w2 = 0.6;

// forward
var z1 = w1 * x;
var h = Sigmoid(z1);
var z2 = w2 * h;
var p = Sigmoid(z2);
var loss = (p - y) * (p - y) / 2;
Console.WriteLine($"z1 = w1 x          {z1:F6}");
Console.WriteLine($"h  = σ(z1)         {h:F6}");
Console.WriteLine($"z2 = w2 h          {z2:F6}");
Console.WriteLine($"p  = σ(z2)         {p:F6}");
Console.WriteLine($"L  = (p − y)² / 2  {loss:F6}");
Console.WriteLine();

// backward: each line is the line before times one slope
var dp = p - y;
var dz2 = dp * p * (1 - p);
var dw2 = dz2 * h;
var dh = dz2 * w2;
var dz1 = dh * h * (1 - h);
var dw1 = dz1 * x;
Console.WriteLine($"dL/dp  = p − y              {dp,9:F6}");
Console.WriteLine($"dL/dz2 = dL/dp · p (1 − p)  {dz2,9:F6}");
Console.WriteLine($"dL/dw2 = dL/dz2 · h         {dw2,9:F6}");
Console.WriteLine($"dL/dh  = dL/dz2 · w2        {dh,9:F6}");
Console.WriteLine($"dL/dz1 = dL/dh · h (1 − h)  {dz1,9:F6}");
Console.WriteLine($"dL/dw1 = dL/dz1 · x         {dw1,9:F6}");
Console.WriteLine();

// the library does the same
var (t1, t2) = (Tensor.Scalar(w1).WithGrad(), Tensor.Scalar(w2).WithGrad());
Tensor Compute() => 0.5 * (((t1 * x).Sigmoid() * t2).Sigmoid() - y).Square();
Compute().Backward();
Console.WriteLine($"AutoGrad: dL/dw1 = {t1.Grad!.Item<double>():F6}, dL/dw2 = {t2.Grad!.Item<double>():F6}");
Console.WriteLine();

// and learns
var losses = new List<(double, double)>();
for (var step = 0; step <= 200; step++)
{
    t1.ZeroGrad();
    t2.ZeroGrad();
    var now = Compute();
    now.Backward();
    losses.Add((step, now.Item<double>()));
    if (step is 0 or 1 or 2 or 10 or 100 or 200) Console.WriteLine($"step {step,3}: w1 = {t1.Item<double>():F6}, w2 = {t2.Item<double>():F6}, L = {now.Item<double>():F6}");
    using (GradMode.NoGrad())
    {
        t1.CopyFrom(t1 - rate * t1.Grad!);
        t2.CopyFrom(t2 - rate * t2.Grad!);
    }
}

var diagram = new Diagram("Forward: values.  Backward: each gradient is the one before times a slope", 900, 305);
string[] names = ["x", "z₁", "h", "z₂", "p", "L"];
double[] values = [x, z1, h, z2, p, loss], gradients = [double.NaN, dz1, dh, dz2, dp, 1];
string[] forward = ["× w₁", "σ", "× w₂", "σ", "(p − y)²/2"], slopes = ["", $"× {h * (1 - h):F4}", $"× {w2:F1}", $"× {p * (1 - p):F4}", "× (p − y)"];
var boxes = names.Select((name, i) => diagram.Box(65 + 154 * i, 110, name, $"{values[i]:F4}")).ToArray();
for (var i = 0; i < 5; i++) diagram.Arrow(boxes[i], boxes[i + 1], forward[i], 0, aside: i == 0 ? 0 : -9);
for (var i = 1; i < 5; i++) diagram.Arrow(boxes[i + 1], boxes[i], slopes[i], 1, aside: -9, lift: -16);
for (var i = 1; i < 6; i++) diagram.Words(65 + 154 * i - (i is 1 or 3 ? 36 : 0), 156, i == 5 ? "dL/dL = 1" : $"{gradients[i]:F4}", 1);
var (weight1, weight2) = (diagram.Box(219, 240, "w₁", $"{w1:F1}"), diagram.Box(527, 240, "w₂", $"{w2:F1}"));
diagram.Arrow(boxes[1], weight1, "", 1);
diagram.Arrow(boxes[3], weight2, "", 1);
diagram.Words(238, 188, "× x", 1);
diagram.Words(546, 188, "× h", 1);
diagram.Words(219, 285, $"dL/dw₁ = {dw1:F4}", 1);
diagram.Words(527, 285, $"dL/dw₂ = {dw2:F4}", 1);
Picture.Save("04-chain-rule.svg", "The chain of computations with its values, and below it the gradients that go back.", [diagram]);
Picture.Save("04-losses.svg", "The loss falls from 0.087 to nearly 0 in 200 steps.", [new Chart("200 steps", "step", "loss L") { Width = 520, Height = 280, Y = (0, 0.09) }.Line("", losses, 0)]);
