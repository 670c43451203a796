#:project ../../src/AutoGrad
// Gradient and Hessian of any C# expression over tensors: write the function, differentiate it twice.
using AutoGrad;

// Rosenbrock's valley, with a wave on it
static Tensor F(Tensor x, Tensor y) => (1 - x).Square() + 100 * (y - x.Square()).Square() + 0.1 * (3 * x * y).Tanh();

var x = Tensor.Scalar(0.8).WithGrad();
var y = Tensor.Scalar(0.5).WithGrad();
var f = F(x, y);

// createGraph records the backward pass, so the gradient is an expression like any other
var gradient = Autodiff.Gradient(f, [x, y], createGraph: true);
var rowX = Autodiff.Gradient(gradient[0], [x, y], retainGraph: true);
var rowY = Autodiff.Gradient(gradient[1], [x, y]);

Console.WriteLine($"f(x, y)  = {f.Item<double>():F6}");
Console.WriteLine($"gradient = [{Number(gradient[0])}, {Number(gradient[1])}]");
Console.WriteLine($"Hessian  = [{Number(rowX[0])}, {Number(rowX[1])}]");
Console.WriteLine($"           [{Number(rowY[0])}, {Number(rowY[1])}]");

// the same by central differences, to believe it
const double step = 1e-4;
double At(double dx, double dy) => F(Tensor.Scalar(0.8 + dx), Tensor.Scalar(0.5 + dy)).Item<double>();
double slopeX = (At(step, 0) - At(-step, 0)) / (2 * step);
double slopeY = (At(0, step) - At(0, -step)) / (2 * step);
double bendXY = (At(step, step) - At(step, -step) - At(-step, step) + At(-step, -step)) / (4 * step * step);
Console.WriteLine();
Console.WriteLine($"by differences: gradient [{slopeX:F6}, {slopeY:F6}], mixed second derivative {bendXY:F4}");

// Newton's method: steps of -H^-1 g, with the 2 x 2 system solved by hand
Console.WriteLine();
double a = 0.8, b = 0.5;
for (var i = 0; i < 6; i++)
{
    var (u, v) = (Tensor.Scalar(a).WithGrad(), Tensor.Scalar(b).WithGrad());
    var value = F(u, v);
    var g = Autodiff.Gradient(value, [u, v], createGraph: true);
    var h1 = Autodiff.Gradient(g[0], [u, v], retainGraph: true);
    var h2 = Autodiff.Gradient(g[1], [u, v]);
    var (g1, g2, p, q, r) = (g[0].Item<double>(), g[1].Item<double>(), h1[0].Item<double>(), h1[1].Item<double>(), h2[1].Item<double>());
    Console.WriteLine($"Newton {i}: f({a:F6}, {b:F6}) = {value.Item<double>():F10}, slope {Math.Sqrt(g1 * g1 + g2 * g2):E2}");
    var determinant = p * r - q * q;
    (a, b) = (a - (r * g1 - q * g2) / determinant, b - (p * g2 - q * g1) / determinant);
}

static string Number(Tensor t) => $"{t.Item<double>(),12:F6}";
