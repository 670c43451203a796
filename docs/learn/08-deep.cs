#:project ../../src/AutoGrad
// Thirty layers: how large is the gradient that reaches the first? And five cures.
using AutoGrad;
using AutoGrad.Nn;
using AutoGrad.Optim;
using Learn.Drawing;

const int depth = 30, width = 32;
var x = Tensor.Randn([64, width], DType.Float64, new Generator(1));
var target = Tensor.Randn([64, width], DType.Float64, new Generator(2));

// the weights of each layer: normal numbers of the given size
Linear Weights(int layer, double size)
{
    var linear = new Linear(width, width, bias: false, dtype: DType.Float64);
    Init.Normal(linear.Weight, 0, size, new Generator(100 + (ulong)layer));
    return linear;
}

Sequential Build(double size, Func<Layer> activation, bool normalise = false, bool skip = false)
{
    var net = new Sequential();
    for (var i = 0; i < depth; i++)
    {
        Sequential block = normalise ? [Weights(i, size), new BatchNorm1d(width, dtype: DType.Float64), activation()] : [Weights(i, size), activation()];
        net.Add(skip ? new Residual(block) : block);
    }
    return net;
}

// the length of the loss's gradient with respect to each layer's weights
double[] Lengths(Sequential net)
{
    Loss.Mse(net.Call(x), target).Backward();
    return [.. net.Parameters().Where(p => p.Rank == 2).Select(w => w.Grad!.Square().Sum().Sqrt().Item<double>())];
}

Console.WriteLine($"the sigmoid's slope is at most 0.25: 0.25^30 = {Math.Pow(0.25, 30):0.0e+00}");
Console.WriteLine($"a factor of 1.5 in each layer:       1.5^30  = {Math.Pow(1.5, 30):0.0e+00}");
Console.WriteLine();

var xavier = Math.Sqrt(1.0 / width);        // keeps the size of what goes through
var he = Math.Sqrt(2.0 / width);            // the same, where ReLU takes half of it away
var nets = new (string Name, double[] Lengths)[]
{
    ("sigmoid", Lengths(Build(xavier, () => new Sigmoid()))),
    ("ReLU, weights too small", Lengths(Build(0.5 * he, () => new Relu()))),
    ("ReLU, weights too large", Lengths(Build(1.5 * he, () => new Relu()))),
    ("ReLU, He's weights", Lengths(Build(he, () => new Relu()))),
    ("tanh, Xavier's weights", Lengths(Build(xavier, () => new Tanh()))),
    ("sigmoid and batch norm", Lengths(Build(xavier, () => new Sigmoid(), normalise: true))),
    ("tanh and skip connections", Lengths(Build(0.3 * xavier, () => new Tanh(), skip: true))),
};
Console.WriteLine("                            layer 1  layer 30  first / last");
foreach (var (name, lengths) in nets) Console.WriteLine($"{name,-26}  {lengths[0]:0.0e+00}   {lengths[^1]:0.0e+00}       {lengths[0] / lengths[^1]:0.0e+00}");
Console.WriteLine();

// clipping: the direction stays, the length is limited
var wild = Build(1.5 * he, () => new Relu());
Loss.Mse(wild.Call(x), target).Backward();
var before = GradientClipping.ByNorm(wild.Parameters(), maxNorm: 1);
Console.WriteLine($"length before {before:0.0e+00}, after {GradientClipping.TotalNorm(wild.Parameters()):F4}");

Chart Compare(string title, params int[] which) => which.Index().Aggregate(
    new Chart(title, "layer", "length of the gradient") { LogY = true, X = (1, depth), Y = (1e-22, 1e14) },
    (chart, pick) => chart.Line(nets[pick.Item].Name, nets[pick.Item].Lengths.Index().Select(l => (l.Index + 1.0, l.Item)), pick.Index));
Picture.Save("08-deep.svg", "On the left gradients shrink or grow by many powers of ten from layer 30 to layer 1; on the right, with the cures, they stay of one size.",
[
    Compare("Ill", 0, 1, 2),
    Compare("Cured", 3, 4, 5, 6),
]);
