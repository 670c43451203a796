using AutoGrad.Conformance.Cases;

namespace AutoGrad.Conformance.Running;

/// <summary>Where the library differs from torch on purpose; such cases are skipped, at most ten kinds of them.</summary>
internal static class Deviations
{
    private static readonly Dictionary<(string Op, string Variant), string> s_reasons = new()
    {
        [("view", "error.noncontiguous")] = "every tensor is dense, so a view of a transposed one exists",
        [("hardsigmoid", "")] = "torch 1.13 rounds the slope 1/6 to float32 in float64 too; the op table checks this op",
        [("mse_loss", "empty_nan")] = "a loss over nothing is refused with a message; torch returns NaN",
    };

    /// <summary>Why the case may differ; null if it may not.</summary>
    public static string? Reason(ConformanceCase @case) => s_reasons.GetValueOrDefault((@case.Op, @case.Variant));
}
