#:project ../../src/AutoGrad
// What a gradient is: how fast a result changes when an input changes a little.
using AutoGrad;
using Learn.Drawing;

double F(double x) => x * x;

// the slope of a line through two points of the curve, ever nearer to each other
Console.WriteLine("     h   (f(3 + h) − f(3)) / h");
foreach (var h in new[] { 1, 0.1, 0.01, 0.001 })
    Console.WriteLine($"{h,6}   {(F(3 + h) - F(3)) / h:F3}");
Console.WriteLine();

// the library gives what they approach, without any h
var x = Tensor.Scalar(3.0).WithGrad();
var y = x * x;
y.Backward();
Console.WriteLine($"AutoGrad: {x.Grad!.Item<double>()}");
Console.WriteLine();

// two inputs: one number for each
var a = Tensor.Scalar(2.0).WithGrad();
var b = Tensor.Scalar(5.0).WithGrad();
var c = a * a * b;
c.Backward();
Console.WriteLine($"c = {c.Item<double>()}, dc/da = {a.Grad!.Item<double>()}, dc/db = {b.Grad!.Item<double>()}");
var before = 2.0 * 2.0 * 5.0;
Console.WriteLine($"a + 0.01: c grows by {2.01 * 2.01 * 5 - before:F4}, the gradient says {0.01 * 20:F4}");
Console.WriteLine($"b + 0.01: c grows by {2.0 * 2.0 * 5.01 - before:F4}, the gradient says {0.01 * 4:F4}");
Console.WriteLine();

// against the gradient it goes downhill
var place = 3.0;
for (var step = 0; step < 5; step++)
{
    var here = Tensor.Scalar(place).WithGrad();
    (here * here).Backward();
    Console.WriteLine($"x = {place:F3}   x² = {place * place:F3}   slope {here.Grad!.Item<double>():F3}");
    place -= 0.2 * here.Grad!.Item<double>();
}

var curve = Enumerable.Range(0, 81).Select(i => i * 0.1 - 3.5).Select(t => (t, F(t)));
Picture.Save("01-gradient.svg", "The parabola x², the line through its points at 2 and 3, and the tangent at 2, whose slope is 4.",
[
    new Chart("The slope at x = 2", "x", "f(x) = x²") { X = (-1, 4), Y = (-4, 14) }
        .Line("f(x) = x²", curve, 0)
        .Line("through 2 and 3: slope 5", [(-1, -11), (4, 14)], 1)
        .Line("tangent at 2: slope 4", [(-1, -8), (4, 12)], 2)
        .Dots("", [(2, 4), (3, 9)], 5),
    new Chart("Steps against the gradient", "x", "f(x) = x²") { X = (-1, 4), Y = (-4, 14) }
        .Line("f(x) = x²", curve, 0)
        .Dots("x − 0.2 · slope, five times", Enumerable.Range(0, 6).Select(i => 3 * Math.Pow(0.6, i)).Select(t => (t, F(t))), 1),
]);
