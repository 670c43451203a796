using System.Globalization;

namespace AutoGrad.Diagnostics;

/// <summary>From figures to findings.</summary>
internal static class HealthRules
{
    // a thousandth a layer's distance apart is beyond what a rate can make up for; the others are the usual rules of thumb
    private const double FarSmaller = 1e-3, FarLarger = 1e3, LargestGradient = 100, ManyDead = 0.3, MostSaturated = 0.5, SmallestUpdate = 1e-6, LargestUpdate = 0.1;

    public static IEnumerable<HealthFinding> Of(LayerHealth layer)
    {
        var name = layer.Layer.Length == 0 ? "the model itself" : layer.Layer;
        if (!layer.HasGradient)
        {
            yield return new HealthFinding(name, HealthProblem.NoGradient, 0, "no gradient reaches its parameters.",
                "Is it used in the forward pass, and is nothing detached behind it? Tape.Watch() with DetectUnused names the place.");
            yield break;
        }
        if (!double.IsFinite(layer.GradientNorm))
        {
            yield return new HealthFinding(name, HealthProblem.NonFinite, layer.GradientNorm, $"its gradient is {layer.GradientNorm}.",
                "Anomaly.Detect() names the op that produced it first; lower the rate, clip the gradients, look for logarithms and divisions of zero.");
            yield break;
        }
        if (layer.IsFrozen) yield break;
        if (layer.GradientNorm == 0)
            yield return new HealthFinding(name, HealthProblem.Vanishing, 0, "its gradient is exactly zero.",
                "Everything behind it is dead or saturated: see the activations; use He or Xavier initialisation, or LeakyRelu.");
        else if (layer.RelativeGradient < FarSmaller)
            yield return new HealthFinding(name, HealthProblem.Vanishing, layer.RelativeGradient, $"its gradient is {Number(1 / layer.RelativeGradient)} times smaller than the last layer's: it hardly learns (vanishing gradients).",
                "Use ReLU or GELU instead of tanh or sigmoid, He or Xavier initialisation, normalisation between the layers, or skip connections.");
        else if (layer.RelativeGradient > FarLarger)
            yield return new HealthFinding(name, HealthProblem.Exploding, layer.RelativeGradient, $"its gradient is {Number(layer.RelativeGradient)} times larger than the last layer's (exploding gradients).",
                "Use smaller initial weights (Xavier, He, orthogonal), normalisation between the layers, or clip the gradients by their norm.");
        else if (layer.GradientRatio > LargestGradient)
            yield return new HealthFinding(name, HealthProblem.Exploding, layer.GradientRatio, $"its gradient is {Number(layer.GradientRatio)} times longer than its weights (exploding gradients).",
                "Clip the gradients by their norm, scale inputs and targets to about 1, or use smaller initial weights.");
        if (layer.GradientNorm == 0) yield break;
        if (layer.UpdateRatio < SmallestUpdate)
            yield return new HealthFinding(name, HealthProblem.UpdateTooSmall, layer.UpdateRatio,
                layer.UpdateRatio == 0 ? "the step does not change it." : $"a step changes it by {Number(layer.UpdateRatio)} of its size: it stands still.",
                layer.UpdateRatio == 0 ? "Was it given to the optimizer, and is the rate above zero?" : "Raise the rate, or give this layer a group with a larger one; about 0.001 is usual.");
        else if (layer.UpdateRatio > LargestUpdate)
            yield return new HealthFinding(name, HealthProblem.UpdateTooLarge, layer.UpdateRatio, $"a step changes it by {Number(layer.UpdateRatio)} of its size: it forgets what it learned.",
                "Lower the rate, or warm it up; about 0.001 is usual.");
    }

    public static IEnumerable<HealthFinding> Of(ActivationHealth activation)
    {
        if (activation.Dead >= ManyDead)
            yield return new HealthFinding(activation.Layer, HealthProblem.DeadUnits, activation.Dead, $"{Percent(activation.Dead)} of its {activation.Units} ReLU units gave zero for every sample: they get no gradient and stay dead.",
                "Lower the rate, start biases at zero or slightly above, use He initialisation, LeakyRelu or GELU, or normalise before it.");
        if (activation.Saturated >= MostSaturated)
            yield return new HealthFinding(activation.Layer, HealthProblem.Saturated, activation.Saturated, $"{Percent(activation.Saturated)} of the outputs of {activation.Op} lie at its limits, where its slope is nearly zero.",
                "Use smaller initial weights (Xavier), scale the inputs to about 1, normalise before it, or use ReLU.");
    }

    private static string Number(double value) => value.ToString("G2", CultureInfo.InvariantCulture);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0} %");
}
