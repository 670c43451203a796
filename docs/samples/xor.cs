#:project ../../src/AutoGrad
// XOR, as the articles that teach backpropagation do it: three inputs (the third is always 1), four hidden sigmoids, one
// output, no biases. Full batches, learning rate 1 on the sum of squared errors, from given weights, so that every run of
// every correct program prints the same losses.
using AutoGrad;

var x = Tensor.From(new double[,] { { 0, 0, 1 }, { 0, 1, 1 }, { 1, 0, 1 }, { 1, 1, 1 } });
var y = Tensor.From(new double[,] { { 0 }, { 1 }, { 1 }, { 0 } });

var w1 = Tensor.From(new[,]
{
    { 0.6503168100233345, 0.4825412780228505, 0.49357616446571095, 0.3639552294898303 },
    { 0.6890660047303446, 0.47722574466749423, 0.3241309878265255, 0.031032380282868255 },
    { 0.7415183766176561, 0.9806860687127953, 0.7077586259568742, 0.05959415893985576 },
}).WithGrad();
var w2 = Tensor.From(new[,]
{
    { 0.2732496792033019 }, { 0.21498793901654978 }, { 0.4874567541046243 }, { 0.7031869586803913 },
}).WithGrad();

Tensor Predict() => x.MatMul(w1).Sigmoid().MatMul(w2).Sigmoid();

for (var step = 0; ; step++)
{
    var loss = (y - Predict()).Square().Sum();
    if (step is 0 or 1 or 2 or 10 or 100 or 500 or 1000 or 1500) Console.WriteLine($"step {step,4}  loss {loss.Item<double>():F10}");
    if (step == 1500) break;

    loss.Backward();                    // d loss / d w1 and d loss / d w2
    using (GradMode.NoGrad())           // gradient descent by hand: w -= gradient
    {
        w1.CopyFrom(w1 - w1.Grad!);
        w2.CopyFrom(w2 - w2.Grad!);
    }
    w1.ZeroGrad();
    w2.ZeroGrad();
}

Console.WriteLine();
var prediction = Predict();
for (var row = 0; row < 4; row++)
    Console.WriteLine($"{x.AsSpan<double>()[3 * row]} xor {x.AsSpan<double>()[3 * row + 1]} = {prediction.AsSpan<double>()[row]:F4}");
