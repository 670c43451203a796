namespace AutoGrad.Nn;

public static partial class Loss
{
    /// <summary>Binary cross-entropy with less weight for what is easy: −α (1 − q)^γ log q with the probability q given to what is right.</summary>
    /// <remarks>Lin et al., "Focal loss for dense object detection", 2017, as in torchvision's <c>sigmoid_focal_loss</c>, whose default is no reduction.</remarks>
    /// <param name="logits">What the model says: log-odds, any number.</param>
    /// <param name="targets">What is right: 0 or 1, or a probability between; same shape and element type.</param>
    /// <param name="reduction">What to make of the losses of single elements.</param>
    /// <param name="alpha">The weight α of ones, from 0 to 1; zeros get 1 − α. Null for no weights.</param>
    /// <param name="gamma">How strongly what is easy is passed over; 0 for not at all.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a target is NaN or outside [0, 1], or there are no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is outside [0, 1], or <paramref name="gamma"/> negative.</exception>
    public static Tensor Focal(Tensor logits, Tensor targets, Reduction reduction = Reduction.Mean, double? alpha = 0.25, double gamma = 2)
    {
        if (alpha is { } a && !(a is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, $"Focal: the weight of ones is from 0 to 1.{NameScope.Suffix}");
        if (!(gamma >= 0)) throw new ArgumentOutOfRangeException(nameof(gamma), gamma, $"Focal: gamma must not be negative.{NameScope.Suffix}");
        var losses = BinaryCrossEntropyWithLogits(logits, targets, Reduction.None);
        // the probability given to what is wrong
        var wrong = logits.Sigmoid() * (1 - targets) + (-logits).Sigmoid() * targets;
        if (gamma > 0) losses *= wrong.Pow(gamma);
        if (alpha is { } weight) losses *= targets * (2 * weight - 1) + (1 - weight);
        return Reduce(losses, reduction);
    }
}
