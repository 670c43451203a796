namespace AutoGrad.Optim;

/// <summary>A point with the loss and its gradient there.</summary>
/// <param name="X">The parameters.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Gradient">Its gradient.</param>
internal sealed record LossAndGradient(double[] X, double Loss, double[] Gradient)
{
    public bool IsFinite => double.IsFinite(Loss) && TensorPrimitives.IsFiniteAll<double>(Gradient);
}
