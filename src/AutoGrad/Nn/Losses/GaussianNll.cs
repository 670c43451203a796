namespace AutoGrad.Nn;

public static partial class Loss
{
    /// <summary>The negative log-likelihood of targets y under normal distributions of mean x and variance v: (log v + (x − y)²/v) / 2.</summary>
    /// <remarks>Nix and Weigend, "Estimating the mean and variance of the target probability distribution", 1994. Variances below ε count as ε, but get the gradient they would get there, as in PyTorch.</remarks>
    /// <param name="prediction">What the model says: the means.</param>
    /// <param name="target">What is right, in the same shape and element type.</param>
    /// <param name="variance">What the model says of its uncertainty: in the same shape, or with extent 1 on the last axis, or without that axis.</param>
    /// <param name="reduction">What to make of the losses of single elements.</param>
    /// <param name="full">Add the constant log(2π)/2.</param>
    /// <param name="eps">The least variance.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a target is NaN, a variance negative, or there are no elements.</exception>
    public static Tensor GaussianNll(Tensor prediction, Tensor target, Tensor variance, Reduction reduction = Reduction.Mean, bool full = false, double eps = 1e-6)
    {
        CheckPair("GaussianNll", prediction, target);
        ArgumentNullException.ThrowIfNull(variance);
        Guard.SameDType("GaussianNll", prediction, variance);
        if (variance.Rank == prediction.Rank - 1) variance = variance.Unsqueeze(-1);
        if (variance.Rank != prediction.Rank || !variance.Shape.BroadcastsTo(prediction.Shape) || variance.Rank > 0 && !variance.Shape.Extents[..^1].SequenceEqual(prediction.Shape.Extents[..^1]))
            throw new ShapeMismatchException("GaussianNll", prediction.Shape, variance.Shape, "the variance must have the prediction's shape, or extent 1 on its last axis");
        if ((variance < 0).Any().Item<bool>()) throw new ArgumentException($"GaussianNll: a variance is negative.{NameScope.Suffix}", nameof(variance));
        var fixedUp = variance.Detach();
        var held = variance + (fixedUp.Clamp(min: eps) - fixedUp);
        var losses = (held.Log() + (prediction - target).Square() / held) * 0.5;
        return Reduce(full ? losses + 0.5 * Math.Log(2 * Math.PI) : losses, reduction);
    }
}
