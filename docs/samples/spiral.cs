#:project ../../src/AutoGrad
// Two spirals wound into each other: no line separates them, a small network learns to.
using AutoGrad;
using AutoGrad.Nn;
using AutoGrad.Optim;

const int perArm = 100;
var (points, arms) = (new float[2 * perArm, 2], new float[2 * perArm, 1]);
var noise = Tensor.Normal([2 * perArm, 2], 0, 0.02, generator: new Generator(7)).ToArray<float>();
for (var i = 0; i < 2 * perArm; i++)
{
    var (arm, t) = (i % 2, (float)(i / 2) / perArm);
    var (radius, angle) = (0.1f + 0.9f * t, 3.5f * MathF.PI * t + arm * MathF.PI);
    (points[i, 0], points[i, 1]) = (radius * MathF.Cos(angle) + noise[2 * i], radius * MathF.Sin(angle) + noise[2 * i + 1]);
    arms[i, 0] = arm;
}
var (x, y) = (Tensor.From(points), Tensor.From(arms));

var random = new Generator(1);
Sequential net = [new Linear(2, 32, generator: random), new Tanh(), new Linear(32, 32, generator: random), new Tanh(), new Linear(32, 1, generator: random)];
var optimizer = new Adam(net.Parameters(), learningRate: 0.01);

for (var step = 0; step <= 1000; step++)
{
    optimizer.ZeroGrad();
    var loss = Loss.BinaryCrossEntropyWithLogits(net.Call(x), y);
    loss.Backward();
    optimizer.Step();
    if (step % 200 == 0) Console.WriteLine($"step {step,4}  loss {loss.Item<float>():F4}");
}

// the plane, coloured by what the network says, with the points on top
const int width = 72, height = 36;
var grid = new float[width * height, 2];
for (var row = 0; row < height; row++)
    for (var column = 0; column < width; column++)
        (grid[row * width + column, 0], grid[row * width + column, 1]) = (2.4f * column / (width - 1) - 1.2f, 1.2f - 2.4f * row / (height - 1));
var said = net.Call(Tensor.From(grid)).ToArray<float>();
var picture = Array.ConvertAll(said, logit => logit > 0 ? '.' : ' ');
for (var i = 0; i < 2 * perArm; i++)
{
    var column = (int)MathF.Round((points[i, 0] + 1.2f) / 2.4f * (width - 1));
    var row = (int)MathF.Round((1.2f - points[i, 1]) / 2.4f * (height - 1));
    picture[row * width + column] = i % 2 == 0 ? 'o' : '#';
}
Console.WriteLine();
for (var row = 0; row < height; row++) Console.WriteLine(new string(picture, row * width, width).TrimEnd());

var right = 0;
var guesses = net.Call(x).ToArray<float>();
for (var i = 0; i < guesses.Length; i++)
    if (guesses[i] > 0 == (i % 2 == 1)) right++;
Console.WriteLine($"\n{right} of {guesses.Length} points on the right side");
