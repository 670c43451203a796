#:project ../../src/AutoGrad
// The loss: one number that says how wrong an answer is, and why the choice decides how fast a network learns.
using AutoGrad;
using AutoGrad.Nn;
using Learn.Drawing;

var prediction = Tensor.From([2.5, 0.0, 2.0]);
var target = Tensor.From([3.0, -0.5, 2.0]);
Console.WriteLine($"errors       {(prediction - target).ToString(4)}");
Console.WriteLine($"mean square  {Loss.Mse(prediction, target).Item<double>():F4}");
Console.WriteLine();

// the right answer is 1; z is what the last neuron adds up, p = sigmoid(z) is what it answers
var one = Tensor.From([1.0]);
double Slope(double at, Func<Tensor, Tensor> loss) => Autodiff.Gradient(loss, Tensor.From([at])).Item<double>();
Tensor Square(Tensor z) => Loss.Mse(z.Sigmoid(), one);
Tensor Entropy(Tensor z) => Loss.BinaryCrossEntropyWithLogits(z, one);
Console.WriteLine("   z       p   square   slope   entropy   slope   p − 1");
foreach (var z in new[] { -8.0, -4, -2, 0, 2, 4 })
{
    var (t, p) = (Tensor.From([z]), 1 / (1 + Math.Exp(-z)));
    Console.WriteLine($"{z,4}  {p,6:F4}   {Square(t).Item<double>():F4}  {Slope(z, Square),6:F4}   {Entropy(t).Item<double>(),7:F4}  {Slope(z, Entropy),6:F4}  {p - 1,6:F4}");
}
Console.WriteLine();

// several classes: softmax makes shares of the scores, cross-entropy looks at the share of the right class
var scores = Tensor.From([2.0, 1.0, 0.0]).WithGrad();
var shares = scores.Softmax(0);
var loss = Loss.CrossEntropy(scores.Reshape(1, 3), Tensor.From([1L]));
loss.Backward();
Console.WriteLine($"shares     {shares.ToString(4)}");
Console.WriteLine($"loss       {loss.Item<double>():F4} = −ln {shares[1].Item<double>():F4}");
Console.WriteLine($"gradient   {scores.Grad!.ToString(4)}");
Console.WriteLine($"shares − y {(shares - Tensor.From([0.0, 1, 0])).ToString(4)}");
Console.WriteLine();

// in one piece it is exact where the pieces break
var far = Tensor.From([1000.0]);
Console.WriteLine($"in pieces  {-(1 - far.Sigmoid()).Log().Item<double>()}");
Console.WriteLine($"in one     {Loss.BinaryCrossEntropyWithLogits(far, Tensor.From([0.0])).Item<double>()}");

var grid = Enumerable.Range(0, 161).Select(i => i * 0.1 - 8).ToArray();
Picture.Save("03-loss.svg", "Both losses and their slopes against z. Where the answer is far off, the slope of the squared error is nearly 0 and that of cross-entropy is −1.",
[
    new Chart("The loss where the right answer is 1", "z", "loss") { Y = (0, 6) }
        .Line("squared error", grid.Select(z => (z, Square(Tensor.From([z])).Item<double>())), 0)
        .Line("cross-entropy", grid.Select(z => (z, Entropy(Tensor.From([z])).Item<double>())), 1),
    new Chart("Its slope, by which the network learns", "z", "d loss / dz") { Y = (-1.1, 0.1) }
        .Line("squared error", grid.Select(z => (z, Slope(z, Square))), 0)
        .Line("cross-entropy: p − 1", grid.Select(z => (z, Slope(z, Entropy))), 1),
]);
