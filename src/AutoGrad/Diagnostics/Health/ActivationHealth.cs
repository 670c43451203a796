namespace AutoGrad.Diagnostics;

/// <summary>How the units behind one activation fare, over the steps that were observed.</summary>
/// <param name="Layer">The path of the module it ran in.</param>
/// <param name="Op">Its name: Relu, Tanh or Sigmoid.</param>
/// <param name="Units">Units: features of the last axis, or channels where the output has four axes or more.</param>
/// <param name="Dead">The share of units that gave zero for every sample; 0 for tanh and the logistic function.</param>
/// <param name="Saturated">The share of outputs within 0.01 of a limit; 0 for ReLU.</param>
public sealed record ActivationHealth(string Layer, string Op, int Units, double Dead, double Saturated);
