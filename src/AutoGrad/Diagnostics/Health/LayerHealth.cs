namespace AutoGrad.Diagnostics;

/// <summary>How the parameters of one layer fare, over the steps that were observed.</summary>
/// <param name="Layer">The path of the module they belong to; empty for the model itself.</param>
/// <param name="Size">Elements.</param>
/// <param name="WeightNorm">√Σ w², at the last step.</param>
/// <param name="IsFrozen">Whether none of its parameters asks for a gradient.</param>
/// <param name="HasGradient">Whether a gradient reached any of its parameters, or it is frozen.</param>
/// <param name="GradientNorm">√Σ g², the root of its mean square over the steps.</param>
/// <param name="GradientRatio">Gradient norm over weight norm.</param>
/// <param name="RelativeGradient">Its root-mean-square gradient over that of the last layer; 1 for the last, NaN for a layer without matrices.</param>
/// <param name="UpdateRatio">√Σ Δw² of a step over the weight norm; about 0.001 is usual. NaN where no step was observed.</param>
public sealed record LayerHealth(string Layer, long Size, double WeightNorm, bool IsFrozen, bool HasGradient, double GradientNorm, double GradientRatio, double RelativeGradient, double UpdateRatio);
