#:project ../../src/AutoGrad
// Balancing a pole on a cart: policy gradient (REINFORCE) with a learned baseline. The world is the classic one of Barto, Sutton and
// Anderson, 1983, as in Gym's CartPole-v1: an episode ends when the pole leans 12 degrees, the cart leaves the track, or after 500 steps.
//     dotnet run -c Release docs/samples/cartpole.cs [--quick]
using AutoGrad;
using AutoGrad.Nn;
using AutoGrad.Optim;

var quick = args.Contains("--quick");
const int together = 16;                        // episodes played side by side, between two updates
const float discount = 0.99f;

var random = new Generator(1);
Sequential policy = [new Linear(4, 64, generator: random), new Tanh(), new Linear(64, 1, generator: random)];       // the logit of a push to the right
Sequential value = [new Linear(4, 64, generator: random), new Tanh(), new Linear(64, 1, generator: random)];        // what is still to come, /100
var optimizer = new Adam(policy.Parameters().Concat(value.Parameters()), learningRate: 0.01);

var (returns, updates, playing) = (new Queue<int>(), 0, true);
while (playing)
{
    var poles = Play(together, greedy: false);
    var states = Tensor.From(poles.SelectMany(p => p.States).ToArray()).Reshape(-1, 4);
    var actions = Tensor.From(poles.SelectMany(p => p.Actions).ToArray()).Reshape(-1, 1);
    var rewards = Tensor.From(poles.SelectMany(p => p.RewardsToGo(discount)).ToArray()).Reshape(-1, 1) / 100;

    var expected = value.Call(states);
    var advantage = (rewards - expected).Detach();
    advantage = (advantage - advantage.Mean()) / (advantage.Std() + 1e-6);
    var surprise = Loss.BinaryCrossEntropyWithLogits(policy.Call(states), actions, Reduction.None);     // -log of the probability of what was done
    optimizer.ZeroGrad();
    ((surprise * advantage).Mean() + Loss.Mse(expected, rewards)).Backward();
    optimizer.Step();

    foreach (var pole in poles) returns.Enqueue(pole.Steps);
    while (returns.Count > 100) returns.Dequeue();
    playing = returns.Average() <= 490 && ++updates < (quick ? 30 : 500);
    if (updates % 10 == 0 || !playing) Console.WriteLine($"after {updates * together,5} episodes: mean return of the last {returns.Count} is {returns.Average():F1}");
}

var judged = Play(100, greedy: true).Average(p => p.Steps);
Console.WriteLine($"\nmean return over 100 new episodes: {judged:F1}  ({(judged > 475 ? "solved" : "not solved")})");

// plays episodes side by side, so that one call of the policy moves all carts that still run
CartPole[] Play(int count, bool greedy)
{
    using var scope = GradMode.NoGrad();
    var starts = Tensor.Uniform([count, 4], -0.05, 0.05, generator: random).ToArray<float>();
    var poles = starts.Chunk(4).Select(start => new CartPole(start)).ToArray();
    while (poles.Where(p => !p.HasEnded).ToArray() is { Length: > 0 } running)
    {
        var right = policy.Call(Tensor.From(running.SelectMany(p => p.State).ToArray(), [running.Length, 4])).Sigmoid().ToArray<float>();
        var dice = greedy ? [] : Tensor.Rand([running.Length], generator: random).ToArray<float>();
        for (var i = 0; i < running.Length; i++) running[i].Push(right[i] > (greedy ? 0.5f : dice[i]));
    }
    return poles;
}

sealed class CartPole(float[] start)
{
    private double _x = start[0], _speed = start[1], _angle = start[2], _spin = start[3];

    public List<float> States { get; } = [];
    public List<float> Actions { get; } = [];
    public int Steps => Actions.Count;          // a reward of 1 each
    public bool HasEnded => Math.Abs(_x) > 2.4 || Math.Abs(_angle) > 12 * Math.PI / 180 || Steps == 500;
    public float[] State => [(float)_x, (float)_speed, (float)_angle, (float)_spin];

    public void Push(bool right)
    {
        States.AddRange(State);
        Actions.Add(right ? 1 : 0);
        const double gravity = 9.8, pole = 0.1, total = 1.1, half = 0.5, seconds = 0.02;        // kg, m
        var (sin, cos) = Math.SinCos(_angle);
        var push = ((right ? 10 : -10) + pole * half * _spin * _spin * sin) / total;
        var turning = (gravity * sin - cos * push) / (half * (4.0 / 3 - pole * cos * cos / total));
        var pulling = push - pole * half * turning * cos / total;
        (_x, _speed) = (_x + seconds * _speed, _speed + seconds * pulling);
        (_angle, _spin) = (_angle + seconds * _spin, _spin + seconds * turning);
    }

    public float[] RewardsToGo(float discount)
    {
        var sums = new float[Steps];
        for (var t = Steps - 1; t >= 0; t--) sums[t] = 1 + (t + 1 < Steps ? discount * sums[t + 1] : 0);
        return sums;
    }
}
