using System.Globalization;
using System.Text.Json;
using AutoGrad.Conformance.Expressions;
using AutoGrad.Optim;

namespace AutoGrad.Conformance.Cases;

/// <summary>Schedules by torch's names and options; what is not given has torch's default.</summary>
internal static class TorchSchedules
{
    private const string WarmUpAndDecay = "min((t+1)/8, 1) * 0.97**t";

    /// <returns>Steps the schedule, after the optimizer's step of the given number.</returns>
    /// <exception cref="UnsupportedException">The library has none of the name.</exception>
    public static Action<int> Create(string name, JsonElement o, IOptimizer optimizer, double[]? metrics)
    {
        if (name == "ReduceLROnPlateau")
        {
            var plateau = Plateau(o, optimizer);
            return step => plateau.Step(metrics![step]);
        }
        var schedule = Schedule(name, o, optimizer);
        return _ => schedule.Step();
    }

    private static LRScheduler Schedule(string name, JsonElement o, IOptimizer optimizer)
    {
        double Number(string key, double otherwise) => o.TryGetProperty(key, out var value) ? value.GetDouble() : otherwise;
        long Whole(string key, long otherwise) => o.TryGetProperty(key, out var value) ? value.GetInt64() : otherwise;
        string Word(string key, string otherwise) => o.TryGetProperty(key, out var value) ? value.GetString()! : otherwise;
        IEnumerable<long> List(string key) => o.GetProperty(key).EnumerateArray().Select(e => e.GetInt64());
        return name switch
        {
            "StepLR" => new StepLR(optimizer, Whole("step_size", 0), Number("gamma", 0.1)),
            "MultiStepLR" => new MultiStepLR(optimizer, List("milestones"), Number("gamma", 0.1)),
            "ExponentialLR" => new ExponentialLR(optimizer, Number("gamma", 0)),
            "CosineAnnealingLR" => new CosineAnnealingLR(optimizer, Whole("T_max", 0), Number("eta_min", 0)),
            "CosineAnnealingWarmRestarts" => new CosineAnnealingWarmRestarts(optimizer, Whole("T_0", 0), Whole("T_mult", 1), Number("eta_min", 0)),
            "LinearLR" => new LinearLR(optimizer, Number("start_factor", 1.0 / 3), Number("end_factor", 1), Whole("total_iters", 5)),
            "ConstantLR" => new ConstantLR(optimizer, Number("factor", 1.0 / 3), Whole("total_iters", 5)),
            "PolynomialLR" => new PolynomialLR(optimizer, Whole("total_iters", 5), Number("power", 1)),
            "LambdaLR" when Word("formula", "").StartsWith(WarmUpAndDecay, StringComparison.Ordinal) => new LambdaLR(optimizer, t => Math.Min((t + 1) / 8.0, 1) * Math.Pow(0.97, t)),
            "SequentialLR" => new SequentialLR(optimizer, o.GetProperty("schedulers").EnumerateArray().Select(e => Parse(e.GetString()!, optimizer)), List("milestones")),
            "OneCycleLR" => new OneCycleLR(
                optimizer, Number("max_lr", 0), Whole("total_steps", 0), Number("pct_start", 0.3), Word("anneal_strategy", "cos") == "cos" ? AnnealStrategy.Cosine : AnnealStrategy.Linear,
                cycleMomentum: true, Number("base_momentum", 0.85), Number("max_momentum", 0.95), Number("div_factor", 25), Number("final_div_factor", 1e4)),
            "CyclicLR" => new CyclicLR(optimizer, Number("base_lr", 0), Number("max_lr", 0), Whole("step_size_up", 2000), mode: Word("mode", "triangular") switch
            {
                "triangular" => CyclicMode.Triangular,
                "triangular2" => CyclicMode.Triangular2,
                _ => CyclicMode.ExponentialRange,
            }, gamma: Number("gamma", 1), cycleMomentum: false),
            _ => throw new UnsupportedException($"lr_scheduler.{name}"),
        };
    }

    private static ReduceLROnPlateau Plateau(JsonElement o, IOptimizer optimizer) => new(
        optimizer, o.GetProperty("mode").GetString() == "min" ? PlateauMode.Min : PlateauMode.Max, o.GetProperty("factor").GetDouble(), o.GetProperty("patience").GetInt32(),
        o.GetProperty("threshold").GetDouble(), o.GetProperty("threshold_mode").GetString() == "rel" ? ThresholdMode.Relative : ThresholdMode.Absolute,
        o.GetProperty("cooldown").GetInt32(), o.GetProperty("min_lr").GetDouble());

    // a schedule inside another is written as a call: LinearLR(0.1,1.0,5)
    private static LRScheduler Parse(string call, IOptimizer optimizer)
    {
        var parts = call.TrimEnd(')').Split('(', ',');
        var numbers = parts.Skip(1).Select(p => double.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return (parts[0], numbers) switch
        {
            ("LinearLR", [var start, var end, var steps]) => new LinearLR(optimizer, start, end, (long)steps),
            ("ExponentialLR", [var gamma]) => new ExponentialLR(optimizer, gamma),
            ("StepLR", [var size, var gamma]) => new StepLR(optimizer, (long)size, gamma),
            ("ConstantLR", [var factor, var steps]) => new ConstantLR(optimizer, factor, (long)steps),
            ("CosineAnnealingLR", [var steps]) => new CosineAnnealingLR(optimizer, (long)steps),
            _ => throw new UnsupportedException($"lr_scheduler.{call}"),
        };
    }
}
