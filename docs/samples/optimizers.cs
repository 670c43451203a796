#:project ../../src/AutoGrad
// How optimizers walk: down a valley that bends (Rosenbrock), and along a ravine sixty times as steep across as along.
// Each walks at the best of the rates tried, which is shown; the map says where it went, from S to G.
//     dotnet run -c Release docs/samples/optimizers.cs [--quick]
using AutoGrad;
using AutoGrad.Optim;

var limit = args.Contains("--quick") ? 500 : 10_000;
const double goal = 1e-3;                               // a walk ends when the loss is below this
double[] rates = [1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1];

(string Name, Func<Tensor, Func<Tensor, Tensor>, double, Action> Start)[] walkers =
[
    ("SGD", (p, f, rate) => Descent(new Sgd([p], rate), p, f)),
    ("momentum", (p, f, rate) => Descent(new Sgd([p], rate, momentum: 0.9), p, f)),
    ("RMSprop", (p, f, rate) => Descent(new RmsProp([p], rate), p, f)),
    ("Adam", (p, f, rate) => Descent(new Adam([p], rate), p, f)),
    ("L-BFGS", (p, f, rate) => { var lbfgs = new Lbfgs([p]) { LearningRate = rate, MaxIterations = 1 }; return () => lbfgs.Step(() => f(p)); }),
];
Landscape[] landscapes =
[
    new("Rosenbrock's valley, (1 - x)^2 + 100 (y - x^2)^2", p => (1 - p[0]).Square() + 100 * (p[1] - p[0].Square()).Square(), [-1.2, 1], [1, 1], Left: -1.6, Right: 1.6, Bottom: -0.5, Top: 1.5),
    new("A ravine, ((x + y)^2 + 60 (x - y)^2) / 4", p => ((p[0] + p[1]).Square() + 60 * (p[0] - p[1]).Square()) / 4, [-1.4, -0.8], [0, 0], Left: -1.6, Right: 1.6, Bottom: -1, Top: 1),
];

foreach (var land in landscapes)
{
    Console.WriteLine($"{land.Name}, until the loss is below {goal}");
    foreach (var (name, start) in walkers)
    {
        var walks = rates.Select(rate => Walk(land, start, rate));
        var best = walks.OrderBy(w => w.Arrived ? w.Path.Count : int.MaxValue).ThenBy(w => w.Loss).First();
        Console.WriteLine($"\n{name} with a rate of {best.Rate}: {(best.Arrived ? $"{best.Path.Count - 1} steps" : $"not there after {limit} steps, loss {best.Loss:G2}")}, {best.Computed} times the loss");
        Draw(land, best.Path);
    }
    Console.WriteLine();
}

Walk Walk(Landscape land, Func<Tensor, Func<Tensor, Tensor>, double, Action> start, double rate)
{
    var (computed, path, loss) = (0, new List<double[]>(), 0.0);
    Tensor Counted(Tensor p) { computed++; return land.Loss(p); }
    var p = Tensor.From(land.Start).WithGrad();
    var step = start(p, Counted, rate);
    while (true)
    {
        path.Add(p.ToArray<double>());
        using (GradMode.NoGrad()) loss = land.Loss(p).Item<double>();
        if (!(loss is >= goal and < 1e6) || path.Count > limit) break;
        step();
    }
    return new Walk(rate, path, loss, computed, loss < goal);
}

static Action Descent(Optimizer optimizer, Tensor p, Func<Tensor, Tensor> f) => () =>
{
    optimizer.ZeroGrad();
    f(p).Backward();
    optimizer.Step();
};

static void Draw(Landscape land, List<double[]> path)
{
    const int width = 64, height = 17;
    (int Column, int Row) Place(double[] p) => ((int)Math.Round((p[0] - land.Left) / (land.Right - land.Left) * (width - 1)), (int)Math.Round((land.Top - p[1]) / (land.Top - land.Bottom) * (height - 1)));
    var map = new char[height, width];
    for (var row = 0; row < height; row++)
        for (var column = 0; column < width; column++)
        {
            var (x, y) = (land.Left + (land.Right - land.Left) * column / (width - 1), land.Top - (land.Top - land.Bottom) * row / (height - 1));
            map[row, column] = " .,:;-~=+"[(int)Math.Clamp(Math.Log(1 + land.Loss(Tensor.From([x, y])).Item<double>()) / Math.Log(4), 0, 8)];
        }
    foreach (var (column, row) in path.Select(Place))
        if (column is >= 0 and < width && row is >= 0 and < height) map[row, column] = 'o';
    foreach (var (place, mark) in new[] { (Place(land.Start), 'S'), (Place(land.Goal), 'G') }) map[place.Row, place.Column] = mark;
    for (var row = 0; row < height; row++) Console.WriteLine("  " + string.Concat(Enumerable.Range(0, width).Select(column => map[row, column])));
}

sealed record Landscape(string Name, Func<Tensor, Tensor> Loss, double[] Start, double[] Goal, double Left, double Right, double Bottom, double Top);

sealed record Walk(double Rate, List<double[]> Path, double Loss, int Computed, bool Arrived);
