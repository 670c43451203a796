#:project ../../src/AutoGrad
// An operation of your own for the library: y = x e^(−x²/2), with its rule, and the proof that the rule is right.
using AutoGrad;
using Learn.Drawing;

var x = Tensor.From([-1.0, 0.0, 0.5, 2.0]).WithGrad();
var y = new WaveletOp().Apply(x);
y.Sum().Backward();
Console.WriteLine($"y       {y.ToString(4)}");
Console.WriteLine($"x.Grad  {x.Grad!.ToString(4)}");
Console.WriteLine();

// a measurement for one number: a little more, a little less
const double h = 1e-5;
double Value(double t) => new WaveletOp().Apply(Tensor.Scalar(t)).Item<double>();
Console.WriteLine($"measured at 0.5: {(Value(0.5 + h) - Value(0.5 - h)) / (2 * h):F4}");
Console.WriteLine();

// GradCheck measures them all, and the gradient of the gradient too
var options = new GradCheckOptions { Order = 2 };
Console.WriteLine($"our rule: {(GradCheck.Run(t => new WaveletOp().Apply(t[0]), [x], options).Passed ? "right" : "wrong")}");
foreach (var finding in GradCheck.Run(t => new CarelessOp().Apply(t[0]), [x]).Findings)
    Console.WriteLine($"a careless rule: {finding.Cause}, {finding.Analytic:F4} where {finding.Numeric:F4} was measured");
Console.WriteLine();

// it works with everything else: in a network, twice, and with a second derivative
var z = Tensor.Scalar(0.5).WithGrad();
var slope = Autodiff.Gradient(new WaveletOp().Apply(new WaveletOp().Apply(z)), z, createGraph: true);
Console.WriteLine($"twice: slope {slope.Item<double>():F4}, its slope {Autodiff.Gradient(slope, z).Item<double>():F4}");

var grid = Enumerable.Range(0, 121).Select(i => -4 + i / 15.0).ToArray();
double Slope(double t) => Autodiff.Gradient(v => new WaveletOp().Apply(v), Tensor.Scalar(t)).Item<double>();
Picture.Save("12-own-op.svg", "The operation, the gradient by its rule, and measured slopes, which lie on it.",
[
    new Chart("Our operation and its gradient", "x", "") { Width = 640, Y = (-0.8, 1.1) }
        .Line("y = x · e^(−x²/2)", grid.Select(t => (t, Value(t))), 0)
        .Line("gradient by the rule", grid.Select(t => (t, Slope(t))), 1)
        .Dots("measured", Enumerable.Range(0, 17).Select(i => -4 + i / 2.0).Select(t => (t, (Value(t + h) - Value(t - h)) / (2 * h))), 2),
]);

/// <summary>y = x e^(−x²/2);  dx = g (1 − x²) e^(−x²/2).</summary>
sealed class WaveletOp() : UnaryOp("Wavelet", Saves.Inputs)
{
    protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++) y[i] = x[i] * T.Exp(-x[i] * x[i] / T.CreateChecked(2));
    }

    protected override Tensor Rule(Saved saved, Tensor g)
    {
        var square = saved.X().Square();
        return g * (1 - square) * (square / -2).Exp();
    }
}

/// <summary>The same, with the rule of someone who forgot that e^(−x²/2) changes with x too.</summary>
sealed class CarelessOp() : UnaryOp("Careless", Saves.Inputs)
{
    protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++) y[i] = x[i] * T.Exp(-x[i] * x[i] / T.CreateChecked(2));
    }

    protected override Tensor Rule(Saved saved, Tensor g) => g * (saved.X().Square() / -2).Exp();
}
