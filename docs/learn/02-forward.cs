#:project ../../src/AutoGrad
// The forward pass: a network is a long formula, computed from left to right.
using AutoGrad;
using Learn.Drawing;

double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

// one neuron: multiply, add, squash
double x1 = 1.0, x2 = 0.5;
var z = 0.8 * x1 - 0.4 * x2 + 0.1;
Console.WriteLine($"one neuron: z = {z:F4}, sigmoid(z) = {Sigmoid(z):F4}");
Console.WriteLine();

// two neurons side by side are a layer; one more reads what they say
var h1 = Sigmoid(0.8 * x1 - 0.4 * x2 + 0.1);
var h2 = Sigmoid(-0.3 * x1 + 0.9 * x2 - 0.2);
var output = Sigmoid(1.2 * h1 - 0.7 * h2 + 0.05);
Console.WriteLine($"h1 = {h1:F4}");
Console.WriteLine($"h2 = {h2:F4}");
Console.WriteLine($"y  = {output:F4}");
Console.WriteLine();

// the same with matrices: one row for each neuron
var x = Tensor.From([x1, x2]);
var w1 = Tensor.From(new[,] { { 0.8, -0.4 }, { -0.3, 0.9 } });
var b1 = Tensor.From([0.1, -0.2]);
var w2 = Tensor.From(new[,] { { 1.2, -0.7 } });
var b2 = Tensor.From([0.05]);
var h = (w1.MatMul(x) + b1).Sigmoid();
var y = (w2.MatMul(h) + b2).Sigmoid();
Console.WriteLine($"h = {h.ToString(4)}");
Console.WriteLine($"y = {y.ToString(4)}");
Console.WriteLine();

// three inputs at once: one row for each, and the weights turned over
var batch = Tensor.From(new[,] { { 1.0, 0.5 }, { 0.0, 0.0 }, { -1.0, 2.0 } });
var hidden = (batch.MatMul(w1.T) + b1).Sigmoid();
var answers = (hidden.MatMul(w2.T) + b2).Sigmoid();
Console.WriteLine($"{batch.Shape} → {hidden.Shape} → {answers.Shape}");
for (var row = 0; row < 3; row++) Console.WriteLine($"row {row}: {answers[row, 0].Item<double>():F4}");

var diagram = new Diagram("From left to right", 620, 300);
int input1 = diagram.Box(80, 100, "x₁", $"{x1:F1}"), input2 = diagram.Box(80, 220, "x₂", $"{x2:F1}");
int top = diagram.Box(310, 100, "h₁", $"z = {z:F4}", $"σ = {h1:F4}"), bottom = diagram.Box(310, 220, "h₂", $"z = {-0.3 * x1 + 0.9 * x2 - 0.2:F4}", $"σ = {h2:F4}");
var last = diagram.Box(530, 160, "y", $"z = {1.2 * h1 - 0.7 * h2 + 0.05:F4}", $"σ = {output:F4}");
diagram.Arrow(input1, top, "0.8", 0);
diagram.Arrow(input1, bottom, "", 1);
diagram.Arrow(input2, top, "", 1);
diagram.Arrow(input2, bottom, "0.9", 0, lift: -14);
diagram.Words(150, 128, "−0.3", 1);
diagram.Words(150, 203, "−0.4", 1);
diagram.Arrow(top, last, "1.2", 0, lift: 12);
diagram.Arrow(bottom, last, "−0.7", 1, lift: -16);
var curve = Enumerable.Range(0, 121).Select(i => i * 0.1 - 6).Select(t => (t, Sigmoid(t)));
Picture.Save("02-forward.svg", "A network of two inputs, two hidden neurons and an output, with its weights and values, and the curve of the sigmoid.",
[
    diagram,
    new Chart("σ squashes any number into 0…1", "z", "σ(z)") { Width = 340, Height = 300, Y = (0, 1) }.Line("", curve, 0),
]);
