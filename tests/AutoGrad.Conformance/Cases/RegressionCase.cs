using System.Text.Json;
using AutoGrad.Conformance.Expressions;
using AutoGrad.Optim;

namespace AutoGrad.Conformance.Cases;

/// <summary>A nonlinear regression with certified parameters, to be found from a given start by Levenberg and Marquardt's method.</summary>
internal sealed class RegressionCase : ConformanceCase
{
    // as many digits as the certified values have
    private const double MostDigits = 11;

    private RegressionCase() { }

    /// <summary>The model as an expression in <c>b</c> and the predictors.</summary>
    public required Expression Model { get; init; }

    /// <summary>The observations, or a function of them, that the model describes.</summary>
    public required Expression Response { get; init; }

    /// <summary>The columns of the data by name.</summary>
    public required Dictionary<string, double[]> Data { get; init; }

    /// <summary>Where the search begins.</summary>
    public required double[] Start { get; init; }

    /// <summary>What the search should find.</summary>
    public required double[] Certified { get; init; }

    /// <summary>How many digits of the worst parameter were right at the last run: −log₁₀ of the relative error, 11 at most; 0 if there was none.</summary>
    public double Digits { get; private set; }

    /// <summary>The cases of a file: each problem from its first start and from its second.</summary>
    public static IEnumerable<RegressionCase> ReadAll(JsonElement problems) =>
        from problem in problems.EnumerateArray() from start in new[] { 1, 2 } select Read(problem, start);

    public override IReadOnlyList<Tensor?> Observe(DType floating, bool inside)
    {
        var parameters = Tensor.From(Start).WithGrad();
        var evaluator = new Evaluator(DType.Float64);
        var variables = Data.ToDictionary(d => d.Key, object? (d) => new TensorData(DType.Float64, [d.Value.Length], d.Value).ToTensor(DType.Float64, inside));
        variables["b"] = parameters;
        var observed = (Tensor)evaluator.Evaluate(Response, variables)!;
        new LevenbergMarquardt([parameters]).Minimize(() => (Tensor)evaluator.Evaluate(Model, variables)! - observed);
        Digits = Certified.Zip(parameters.ToArray<double>(), (c, b) => Math.Min(MostDigits, -Math.Log10(Math.Abs(b - c) / Math.Abs(c)))).Min();
        return [parameters.Detach()];
    }

    private static RegressionCase Read(JsonElement problem, int start)
    {
        var name = problem.GetProperty("name").GetString()!;
        var certified = TensorData.Numbers(problem.GetProperty("certified"));
        var rows = problem.GetProperty("data").EnumerateArray().Select(TensorData.Numbers).ToArray();
        var response = problem.GetProperty("response").GetString()!;
        return new RegressionCase
        {
            Id = $"{name}#{start}",
            Op = "regression",
            Variant = $"start {start}",
            Model = Parser.Parse(problem.GetProperty("model").GetString()!),
            Response = Parser.Parse(response == "log(y)" ? "torch.log(y)" : response),
            Data = problem.GetProperty("data_columns").EnumerateArray().Select((c, k) => (c.GetString()!, rows.Select(r => r[k]).ToArray())).ToDictionary(),
            Start = TensorData.Numbers(problem.GetProperty($"start{start}")),
            Certified = certified,
            Tolerances = new Dictionary<DType, Tolerance> { [DType.Float64] = new(1e-8, 0) },
            Expected = [new("parameters", new TensorData(DType.Float64, [certified.Length], certified))],
        };
    }
}
