using AutoGrad.Ops;

namespace AutoGrad.Nn;

public static partial class Loss
{
    /// <summary>The binary cross-entropy −y log x − (1 − y) log(1 − x) of probabilities x and targets y.</summary>
    /// <remarks>As in PyTorch the logarithms are not below −100, and the gradient (x − y) / (x (1 − x)) divides by at least 10⁻¹². Prefer <see cref="BinaryCrossEntropyWithLogits"/>, which loses nothing near 0 and 1.</remarks>
    /// <param name="prediction">What the model says: probabilities.</param>
    /// <param name="target">What is right: 0 or 1, or a probability between; same shape and element type.</param>
    /// <param name="reduction">What to make of the losses of single elements.</param>
    /// <param name="weight">Factors that broadcast to the losses; null for 1.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ, or the weight does not broadcast.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a prediction or target is outside [0, 1] or a target NaN, or there are no elements.</exception>
    public static Tensor BinaryCrossEntropy(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, Tensor? weight = null)
    {
        CheckPair("BinaryCrossEntropy", prediction, target);
        CheckProbabilities("BinaryCrossEntropy", "prediction", prediction);
        CheckProbabilities("BinaryCrossEntropy", "target", target);
        return Reduce(Weighted("BinaryCrossEntropy", BinaryCrossEntropyOp.Instance.Apply(prediction, target), weight), reduction);
    }

    /// <summary>The binary cross-entropy −y log σ(x) − (1 − y) log(1 − σ(x)) of logits x and targets y, with σ(x) = 1/(1 + e⁻ˣ).</summary>
    /// <remarks>Computed as max(x, 0) − x y + log(1 + e^−|x|), which neither overflows nor loses small probabilities.</remarks>
    /// <param name="logits">What the model says: log-odds, any number.</param>
    /// <param name="targets">What is right: 0 or 1, or a probability between; same shape and element type.</param>
    /// <param name="reduction">What to make of the losses of single elements.</param>
    /// <param name="weight">Factors that broadcast to the losses; null for 1.</param>
    /// <param name="posWeight">Factors of the first term, y log σ(x), that broadcast to the losses: above 1 they make misses worse than false alarms; null for 1.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ, or a weight does not broadcast.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a target is NaN or outside [0, 1], or there are no elements.</exception>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor logits, Tensor targets, Reduction reduction = Reduction.Mean, Tensor? weight = null, Tensor? posWeight = null)
    {
        CheckPair("BinaryCrossEntropyWithLogits", logits, targets);
        CheckProbabilities("BinaryCrossEntropyWithLogits", "target", targets);
        Tensor losses;
        if (posWeight is null) losses = BinaryCrossEntropyWithLogitsOp.Instance.Apply(logits, targets);
        else
        {
            CheckWeight("BinaryCrossEntropyWithLogits", logits, posWeight, nameof(posWeight));
            losses = (1 - targets) * logits - ((posWeight - 1) * targets + 1) * logits.LogSigmoid();
        }
        return Reduce(Weighted("BinaryCrossEntropyWithLogits", losses, weight), reduction);
    }
}
