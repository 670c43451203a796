#:project ../../src/AutoGrad
// An automatic differentiation engine of our own: a class of less than 100 lines. It trains a network, and every gradient
// of every step is compared with AutoGrad's.
using AutoGrad;
using Learn.Drawing;

// a network 1 → 8 → 1 for y = sin 3x, on 24 points
const int hidden = 8, samples = 24, steps = 600;
var random = new Generator(7);
double[] start = [.. Tensor.Randn([3 * hidden + 1], DType.Float64, random).ToArray<double>()];
double[] xs = [.. Enumerable.Range(0, samples).Select(i => -1 + 2.0 * i / (samples - 1))], ys = [.. xs.Select(x => Math.Sin(3 * x))];

Value OurOutput(Value[] w, double x)
{
    var sum = w[^1];
    for (var j = 0; j < hidden; j++) sum += w[2 * hidden + j] * (w[j] * x + w[hidden + j]).Tanh();
    return sum;
}

Value OurLoss(Value[] w)
{
    Value loss = 0;
    for (var i = 0; i < samples; i++) loss += (OurOutput(w, xs[i]) - ys[i]).Power(2) / samples;
    return loss;
}

var (tx, ty) = (Tensor.From(xs, [samples, 1]), Tensor.From(ys, [samples, 1]));
Tensor TheirLoss(Tensor w) => ((tx * w[..hidden] + w[hidden..(2 * hidden)]).Tanh().MatMul(w[(2 * hidden)..(3 * hidden)].Reshape(hidden, 1)) + w[3 * hidden] - ty).Square().Mean();

var ours = start.Select(v => new Value(v)).ToArray();
var theirs = Tensor.From(start).WithGrad();
double worst = 0, worstLoss = 0;
var losses = new List<(double, double)>();
for (var step = 0; step <= steps; step++)
{
    var (loss, other) = (OurLoss(ours), TheirLoss(theirs));
    foreach (var w in ours) w.Gradient = 0;
    loss.Backward();
    theirs.ZeroGrad();
    other.Backward();
    worst = Math.Max(worst, ours.Select((w, i) => Math.Abs(w.Gradient - theirs.Grad![i].Item<double>())).Max());
    worstLoss = Math.Max(worstLoss, Math.Abs(loss.Data - other.Item<double>()));
    losses.Add((step, loss.Data));
    if (step is 0 or 1 or 10 or 100 or steps) Console.WriteLine($"step {step,3}: our loss {loss.Data:F8}, AutoGrad's {other.Item<double>():F8}");
    foreach (var w in ours) w.Data -= 0.05 * w.Gradient;
    using (GradMode.NoGrad()) theirs.CopyFrom(theirs - 0.05 * theirs.Grad!);
}
Console.WriteLine();
Console.WriteLine($"{(steps + 1) * start.Length:N0} gradients compared; all within 1e-10: {worst < 1e-10}");
Console.WriteLine($"{steps + 1} losses compared; all within 1e-12: {worstLoss < 1e-12}");

// the operations one by one, where two paths meet
Value a = 0.7, b = -1.3;
var c = (a * b + a.Exp() / b - (a + b).Tanh()).Power(3) + (a * a).Log();
c.Backward();
var (ta, tb) = (Tensor.Scalar(0.7).WithGrad(), Tensor.Scalar(-1.3).WithGrad());
((ta * tb + ta.Exp() / tb - (ta + tb).Tanh()).Pow(3) + (ta * ta).Log()).Backward();
Console.WriteLine();
Console.WriteLine($"dc/da: ours {a.Gradient:F10}, AutoGrad's {ta.Grad!.Item<double>():F10}");
Console.WriteLine($"dc/db: ours {b.Gradient:F10}, AutoGrad's {tb.Grad!.Item<double>():F10}");

var line = Enumerable.Range(0, 81).Select(i => -1 + i / 40.0).ToArray();
var untrained = start.Select(v => new Value(v)).ToArray();
Picture.Save("11-own-autograd.svg", "The network of our own engine before and after training, and its loss.",
[
    new Chart("Learned with our own engine", "x", "y") { Y = (-2.5, 2.5) }.Line("before", line.Select(x => (x, OurOutput(untrained, x).Data)), 5)
        .Line("after 600 steps", line.Select(x => (x, OurOutput(ours, x).Data)), 1).Dots("sin 3x", xs.Zip(ys), 0),
    new Chart("The loss", "step", "mean squared error") { LogY = true }.Line("", losses, 1),
]);

/// <summary>A number that knows how it was computed.</summary>
sealed class Value(double data, params (Value From, double Slope)[] inputs)
{
    private static long s_count;

    private readonly long _number = s_count++;          // who is newer
    private readonly (Value From, double Slope)[] _inputs = inputs;

    public double Data { get; set; } = data;

    public double Gradient { get; set; }

    // each operation: its value, and its slope for each input
    public static Value operator +(Value a, Value b) => new(a.Data + b.Data, (a, 1), (b, 1));
    public static Value operator -(Value a, Value b) => new(a.Data - b.Data, (a, 1), (b, -1));
    public static Value operator *(Value a, Value b) => new(a.Data * b.Data, (a, b.Data), (b, a.Data));
    public static Value operator /(Value a, Value b) => new(a.Data / b.Data, (a, 1 / b.Data), (b, -a.Data / (b.Data * b.Data)));
    public Value Power(double n) => new(Math.Pow(Data, n), (this, n * Math.Pow(Data, n - 1)));
    public Value Exp() => new(Math.Exp(Data), (this, Math.Exp(Data)));
    public Value Log() => new(Math.Log(Data), (this, 1 / Data));
    public Value Tanh() => new(Math.Tanh(Data), (this, 1 - Math.Tanh(Data) * Math.Tanh(Data)));
    public static implicit operator Value(double number) => new(number);

    /// <summary>Adds the gradient of this result to everything it was computed from.</summary>
    public void Backward()
    {
        // newest first: when its turn comes, all paths into a value have arrived
        var arrived = new Dictionary<Value, double> { [this] = 1 };
        var waiting = new PriorityQueue<Value, long>([(this, -_number)]);
        while (waiting.TryDequeue(out var value, out _))
        {
            var gradient = arrived[value];
            value.Gradient += gradient;
            foreach (var (from, slope) in value._inputs)
            {
                if (!arrived.ContainsKey(from)) waiting.Enqueue(from, -from._number);
                arrived[from] = arrived.GetValueOrDefault(from) + gradient * slope;     // multiply along a path, add where paths meet
            }
        }
    }
}
