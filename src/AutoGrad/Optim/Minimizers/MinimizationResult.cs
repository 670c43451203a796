namespace AutoGrad.Optim;

/// <summary>What a <see cref="Minimizer"/> reports.</summary>
/// <param name="Loss">The loss at the parameters' values now.</param>
/// <param name="GradientNorm">The largest magnitude in its gradient there.</param>
/// <param name="Iterations">Steps taken.</param>
/// <param name="Evaluations">How often the given function was called.</param>
/// <param name="Derivatives">How many gradients, or Jacobians, were computed.</param>
/// <param name="HessianProducts">How many products of the Hessian and a vector were computed.</param>
/// <param name="Reason">Why it stopped.</param>
public sealed record MinimizationResult(double Loss, double GradientNorm, int Iterations, int Evaluations, int Derivatives, int HessianProducts, StopReason Reason)
{
    /// <summary>Whether it stopped because a minimum was found as well as was asked for, or as rounding lets it be.</summary>
    public bool Converged => Reason is StopReason.GradientSmall or StopReason.StepSmall or StopReason.PrecisionReached;
}
