#:project ../../src/AutoGrad
// A value that is used twice has two paths to the result: its gradient is the sum of what comes back through each.
using AutoGrad;
using AutoGrad.Diagnostics;
using Learn.Drawing;

using var recording = Explanation.Record();
var x = Tensor.Scalar(2.0).WithGrad().Named("x");
var u = (x * 3).Named("u");
var v = x.Square().Named("v");
var loss = u * v;
loss.Backward();
Console.WriteLine($"x = {x.Item<double>()}, u = 3x = {u.Item<double>()}, v = x² = {v.Item<double>()}, L = u v = {loss.Item<double>()}");
Console.WriteLine();

// by hand
double du = 4, dv = 6;                      // L = u v: the slope for one is the other
var throughU = du * 3;                      // u = 3x
var throughV = dv * 2 * 2;                  // v = x²
Console.WriteLine($"through u: {du} · 3  = {throughU}");
Console.WriteLine($"through v: {dv} · 2x = {throughV}");
Console.WriteLine($"sum:       {throughU + throughV}");
Console.WriteLine();

// as the library saw it
var explanation = loss.Explain();
var node = explanation.Nodes.First(n => n.Name == "x");
foreach (var path in node.Paths) Console.WriteLine($"back from {explanation.Nodes[path.Node].Name}: {path.Product}");
Console.WriteLine($"x.Grad = {x.Grad!.Item<double>()}, and L = 3x³ has the slope 9x² = {9 * 2 * 2}");
Console.WriteLine();

// the order: the newest first, so that all paths have arrived before a node hands its gradient on
foreach (var step in explanation.Nodes.Where(n => n.Inputs.Count > 0).Reverse())
    Console.WriteLine($"{step.Name}: has {step.Gradient}, hands on {string.Join(", ", step.Inputs.Select(i => $"{i.Product} to {explanation.Nodes[i.Node].Name}"))}");
Console.WriteLine();

// one weight for many samples is the same thing: a value that is used often
var w = Tensor.Scalar(0.5).WithGrad();
var samples = Tensor.From([1.0, 2.0, 3.0]);
(w * samples).Sum().Backward();
Console.WriteLine($"dL/dw = 1 + 2 + 3 = {w.Grad!.Item<double>()}");
Console.WriteLine();

Console.WriteLine(explanation.ToMermaid());

var diagram = new Diagram("Two paths back to x, and their sum", 660, 300);
int from = diagram.Box(90, 160, "x", "2"), top = diagram.Box(320, 90, "u = 3x", "6"), bottom = diagram.Box(320, 230, "v = x²", "4"), to = diagram.Box(560, 160, "L = u v", "24");
diagram.Arrow(from, top, "", 5, 8);
diagram.Arrow(top, to, "", 5, 8);
diagram.Arrow(from, bottom, "", 5, -8);
diagram.Arrow(bottom, to, "", 5, -8);
diagram.Arrow(to, top, "", 0, 8);
diagram.Arrow(top, from, "", 0, 8);
diagram.Arrow(to, bottom, "", 1, -8);
diagram.Arrow(bottom, from, "", 1, -8);
diagram.Words(460, 98, "v = 4", 0);
diagram.Words(460, 234, "u = 6", 1);
diagram.Words(190, 98, "4 · 3 = 12", 0);
diagram.Words(218, 234, "6 · 2x = 24", 1);
diagram.Words(90, 208, "12 + 24 = 36", 5);
Picture.Save("05-fan-out.svg", "x is used by u and by v; 12 comes back through u, 24 through v, together 36.", [diagram]);
