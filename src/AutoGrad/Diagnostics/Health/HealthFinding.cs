namespace AutoGrad.Diagnostics;

/// <summary>One thing that is ill, and what helps.</summary>
/// <param name="Layer">The path of the layer, or where its activation ran.</param>
/// <param name="Problem">What is ill.</param>
/// <param name="Value">The figure it shows by: a ratio, or a share from 0 to 1.</param>
/// <param name="Diagnosis">The same in plain words.</param>
/// <param name="Advice">What usually helps.</param>
public sealed record HealthFinding(string Layer, HealthProblem Problem, double Value, string Diagnosis, string Advice)
{
    /// <summary>Layer, diagnosis and advice.</summary>
    public override string ToString() => $"{Layer}: {Diagnosis} {Advice}";
}
