namespace AutoGrad.Optim;

/// <summary><see cref="Adam"/> with weight decay apart from the gradient: w shrinks by rate · weightDecay · w before each step.</summary>
/// <remarks>Loshchilov and Hutter, "Decoupled weight decay regularization", 2019.</remarks>
/// <param name="parameters">What to change.</param>
/// <param name="learningRate">The factor on each step, and on the decay.</param>
/// <param name="beta1">The weight of the past in the mean of gradients, in [0, 1).</param>
/// <param name="beta2">The weight of the past in the mean of squares, in [0, 1).</param>
/// <param name="epsilon">Added to the divisor.</param>
/// <param name="weightDecay">The share of a parameter that is taken off each step, before the rate.</param>
/// <param name="amsgrad">Divide by the largest mean of squares so far.</param>
/// <exception cref="ArgumentException">There is no parameter, one is null, given twice or no leaf.</exception>
/// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or a beta is outside [0, 1).</exception>
public sealed class AdamW(
    IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01, bool amsgrad = false)
    : Adam(parameters, learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, decoupled: true);
