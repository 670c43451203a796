#:project ../../src/AutoGrad
// The chain rule with every number in sight: one input, one weight a layer, two layers.
//     z1 = w1 x    h = sigmoid(z1)    z2 = w2 h    p = sigmoid(z2)    loss = (p - y)^2 / 2
// Each line of the backward part is one link of the chain, worked out by hand; the last column is what AutoGrad says.
using AutoGrad;

var x = Tensor.Scalar(0.5).WithGrad();
var w1 = Tensor.Scalar(0.4).WithGrad();
var w2 = Tensor.Scalar(0.6).WithGrad();
const double y = 1, rate = 0.5;

for (var step = 0; step <= 10; step++)
{
    var z1 = w1 * x;
    var h = z1.Sigmoid();
    var z2 = w2 * h;
    var p = z2.Sigmoid();
    var loss = 0.5 * (p - y).Square();

    Console.WriteLine($"step {step}");
    Show("z1   = w1 x", z1);
    Show("h    = sigmoid(z1)", h);
    Show("z2   = w2 h", z2);
    Show("p    = sigmoid(z2)", p);
    Show("loss = (p - y)^2 / 2", loss);

    // gradients of leaves and of everything on the way, without touching .Grad
    var g = Autodiff.Gradient(loss, [p, z2, w2, h, z1, w1, x]);
    double dp = Value(p) - y;
    double dz2 = dp * Value(p) * (1 - Value(p));
    double dw2 = dz2 * Value(h);
    double dh = dz2 * Value(w2);
    double dz1 = dh * Value(h) * (1 - Value(h));
    double dw1 = dz1 * Value(x);
    double dx = dz1 * Value(w1);
    Compare("dL/dp  = p - y", dp, g[0]);
    Compare("dL/dz2 = dL/dp p (1 - p)", dz2, g[1]);
    Compare("dL/dw2 = dL/dz2 h", dw2, g[2]);
    Compare("dL/dh  = dL/dz2 w2", dh, g[3]);
    Compare("dL/dz1 = dL/dh h (1 - h)", dz1, g[4]);
    Compare("dL/dw1 = dL/dz1 x", dw1, g[5]);
    Compare("dL/dx  = dL/dz1 w1", dx, g[6]);

    using (GradMode.NoGrad())
    {
        w1.CopyFrom(w1 - rate * g[5]);
        w2.CopyFrom(w2 - rate * g[2]);
    }
    Console.WriteLine();
}

static double Value(Tensor t) => t.Item<double>();
static void Show(string what, Tensor value) => Console.WriteLine($"  {what,-26}{Value(value),22:F16}");
static void Compare(string what, double byHand, Tensor gradient) => Console.WriteLine($"  {what,-26}{byHand,22:F16}   AutoGrad {Value(gradient),22:F16}");
