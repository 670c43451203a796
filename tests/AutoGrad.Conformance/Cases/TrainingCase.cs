using System.Text.Json;
using AutoGrad.Nn;
using AutoGrad.Optim;

namespace AutoGrad.Conformance.Cases;

/// <summary>A training run, or a schedule of rates: every loss, norm, rate and final weight.</summary>
internal sealed class TrainingCase : ConformanceCase
{
    private TrainingCase() { }

    /// <summary>Runs it; the inputs may be slices.</summary>
    public required Func<bool, IReadOnlyList<Tensor?>> Run { get; init; }

    /// <summary>The cases of a training file.</summary>
    public static IEnumerable<ConformanceCase> ReadAll(JsonElement json)
    {
        json = json.Clone();
        var problem = new TrainingProblem(json);
        foreach (var curve in json.GetProperty("optimizers").EnumerateArray()) yield return Curve(problem, curve);
        foreach (var name in new[] { "clip_grad_norm", "clip_grad_value" }) yield return Clipped(problem, name, json.GetProperty(name));
        yield return Accumulated(problem, json.GetProperty("grad_accumulation"));
        yield return Frozen(problem, json.GetProperty("frozen_first_layer"));
        yield return Lowest(problem, json.GetProperty("lbfgs_info"));
        var number = 0;
        foreach (var schedule in json.GetProperty("schedulers").EnumerateArray()) yield return Rates(problem, schedule, number++);
    }

    public override IReadOnlyList<Tensor?> Observe(DType floating, bool inside) => Run(inside);

    private static TrainingCase Curve(TrainingProblem problem, JsonElement curve)
    {
        var (name, options, steps) = (curve.GetProperty("name").GetString()!, curve.GetProperty("options"), curve.GetProperty("losses").GetArrayLength());
        return new TrainingCase
        {
            Id = $"optim.{name} {options.GetRawText()}",
            Op = $"optim.{name}",
            Tolerances = problem.Tolerances,
            Expected = [Losses(curve), .. TrainingProblem.Final(curve)],
            Run = inside =>
            {
                var (x, p) = (problem.Inputs(inside), problem.Parameters());
                var optimizer = TorchOptimizers.Create(name, options, p);
                return [Train(steps, optimizer, _ => Loss.CrossEntropy(TrainingProblem.Net(x, p), problem.Labels)), .. p];
            },
        };
    }

    private static TrainingCase Clipped(TrainingProblem problem, string name, JsonElement run)
    {
        var (target, max, size, byNorm) = (TensorData.Read(run.GetProperty("target")), run.GetProperty("max").GetDouble(), run.GetProperty("batch").GetInt32(), name == "clip_grad_norm");
        long[][] batches = [.. run.GetProperty("order").EnumerateArray().SelectMany(epoch => epoch.EnumerateArray().Select(e => e.GetInt64()).Chunk(size))];
        return new TrainingCase
        {
            Id = name,
            Op = name,
            Tolerances = problem.Tolerances,
            Expected = [Losses(run), .. byNorm ? [Numbers("norms", run.GetProperty("total_norms"))] : Array.Empty<Expectation>(), .. TrainingProblem.Final(run)],
            Run = inside =>
            {
                var (x, y, p, norms) = (problem.Inputs(inside), target.ToTensor(DType.Float64, inside), problem.Parameters(), new List<double>());
                ParameterGroups optimizer = [new AdamW([p[0], p[2], p[4]], 0.01, weightDecay: 0.1), new AdamW([p[1], p[3], p[5]], 0.02, weightDecay: 0)];
                var losses = Train(batches.Length, optimizer,
                    step => Loss.Mse(TrainingProblem.Net(x.IndexSelect(0, Tensor.From(batches[step])), p), y.IndexSelect(0, Tensor.From(batches[step]))),
                    () =>
                    {
                        if (byNorm) norms.Add(GradientClipping.ByNorm(p, max));
                        else GradientClipping.ByValue(p, max);
                    });
                return [losses, .. byNorm ? [Tensor.From(norms.ToArray())] : Array.Empty<Tensor>(), .. p];
            },
        };
    }

    private static TrainingCase Accumulated(TrainingProblem problem, JsonElement run)
    {
        const int Rows = 6;
        var steps = run.GetProperty("losses").GetArrayLength();
        return new TrainingCase
        {
            Id = "grad_accumulation",
            Op = "grad_accumulation",
            Tolerances = problem.Tolerances,
            Expected = [Losses(run)],
            Run = inside =>
            {
                var (x, y, p, losses) = (problem.Inputs(inside), problem.Labels, problem.Parameters(), new double[steps]);
                var (optimizer, parts) = (new Adam(p, 0.01), x.Shape[0] / Rows);
                for (var step = 0; step < steps; step++)
                {
                    optimizer.ZeroGrad();
                    for (var part = 0; part < parts; part++)
                    {
                        var loss = Loss.CrossEntropy(TrainingProblem.Net(x.Narrow(0, part * Rows, Rows), p), y.Narrow(0, part * Rows, Rows)) / parts;
                        loss.Backward();
                        losses[step] += loss.Item<double>();
                    }
                    optimizer.Step();
                }
                return [Tensor.From(losses)];
            },
        };
    }

    private static TrainingCase Frozen(TrainingProblem problem, JsonElement run) => new()
    {
        Id = "frozen_first_layer",
        Op = "frozen_first_layer",
        Tolerances = problem.Tolerances,
        Expected = [Losses(run)],
        Run = inside =>
        {
            var (x, p) = (problem.Inputs(inside), problem.Parameters());
            p[0].RequiresGrad = p[1].RequiresGrad = false;
            return [Train(run.GetProperty("losses").GetArrayLength(), new Sgd(p, 0.1), _ => Loss.CrossEntropy(TrainingProblem.Net(x, p), problem.Labels))];
        },
    };

    // line searches differ, so the outcome alone counts: as low as the other engine's, or lower
    private static TrainingCase Lowest(TrainingProblem problem, JsonElement info)
    {
        const int Evaluations = 400;
        const double Margin = 1e-6;
        var low = info.GetProperty("strong_wolfe, max_iter=20 per step").EnumerateArray().Last().GetDouble();
        return new TrainingCase
        {
            Id = "optim.LBFGS",
            Op = "optim.LBFGS",
            Tolerances = problem.Tolerances,
            Expected = [new("how far the loss stays above the other engine's", new TensorData(DType.Float64, [], [0]))],
            Run = inside =>
            {
                var (x, p) = (problem.Inputs(inside), problem.Parameters());
                var result = new Lbfgs(p) { MaxIterations = Evaluations, MaxEvaluations = Evaluations - 10 }
                    .Step(() => Loss.CrossEntropy(TrainingProblem.Net(x, p), problem.Labels) + 1e-3 * p.Select(w => w.Square().Sum()).Aggregate((a, b) => a + b));
                return [Tensor.Scalar(result.Evaluations <= Evaluations ? Math.Max(0, result.Loss - low - Margin) : double.PositiveInfinity)];
            },
        };
    }

    private static TrainingCase Rates(TrainingProblem problem, JsonElement schedule, int number)
    {
        var (name, options) = (schedule.GetProperty("name").GetString()!, schedule.GetProperty("options"));
        var hasMomentum = schedule.TryGetProperty("momentum", out var momentum);
        var metrics = schedule.TryGetProperty("metrics", out var given) ? TensorData.Numbers(given) : null;
        return new TrainingCase
        {
            Id = $"lr_scheduler.{name}#{number}",
            Op = $"lr_scheduler.{name}",
            Tolerances = problem.Tolerances,
            Expected = [Numbers("rates", schedule.GetProperty("lr")), .. hasMomentum ? [Numbers("momentum", momentum)] : Array.Empty<Expectation>()],
            Run = _ =>
            {
                var optimizer = new Sgd([Tensor.Zeros([1], DType.Float64).WithGrad()], schedule.GetProperty("base_lr").GetDouble(), momentum: hasMomentum ? 0.9 : 0);
                var step = TorchSchedules.Create(name, options, optimizer, metrics);
                var (rates, momenta) = (new double[schedule.GetProperty("lr").GetArrayLength()], new List<double>());
                for (var t = 0; t < rates.Length; t++)
                {
                    rates[t] = optimizer.LearningRate;
                    momenta.Add(optimizer.Momentum);
                    step(t);
                }
                return [Tensor.From(rates), .. hasMomentum ? [Tensor.From(momenta.ToArray())] : Array.Empty<Tensor>()];
            },
        };
    }

    private static Tensor Train(int steps, IOptimizer optimizer, Func<int, Tensor> loss, Action? clip = null)
    {
        var losses = new double[steps];
        for (var step = 0; step < steps; step++)
        {
            optimizer.ZeroGrad();
            var value = loss(step);
            value.Backward();
            clip?.Invoke();
            losses[step] = value.Item<double>();
            optimizer.Step();
        }
        return Tensor.From(losses);
    }

    private static Expectation Losses(JsonElement run) => Numbers("losses", run.GetProperty("losses"));

    private static Expectation Numbers(string what, JsonElement list)
    {
        var numbers = TensorData.Numbers(list);
        return new(what, new TensorData(DType.Float64, [numbers.Length], numbers));
    }
}
