namespace AutoGrad.Nn;

public static partial class Loss
{
    /// <summary>How little two masks overlap: 1 − (2 Σ x y + s) / (Σ x + Σ y + s) of each sample, for segmentation.</summary>
    /// <remarks>Milletari, Navab and Ahmadi, "V-Net", 2016; Dice, 1945. It does not mind how rare the ones are. Samples are along the first axis; sums go over all others.</remarks>
    /// <param name="prediction">What the model says: probabilities, [batch, ...].</param>
    /// <param name="target">What is right: 0 or 1, or a probability between; same shape and element type.</param>
    /// <param name="reduction">What to make of the losses of single samples.</param>
    /// <param name="smooth">The summand s, which makes two empty masks equal; not negative.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ, or have fewer than two axes.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a number is no probability or a target NaN, or there are no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="smooth"/> is negative or NaN.</exception>
    public static Tensor Dice(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, double smooth = 1)
    {
        CheckPair("Dice", prediction, target);
        CheckProbabilities("Dice", nameof(prediction), prediction);
        CheckProbabilities("Dice", nameof(target), target);
        if (prediction.Rank < 2) throw new ShapeMismatchException("Dice", prediction.Shape, target.Shape, "masks must be [batch, ...]: Unsqueeze(0) a single one");
        if (!(smooth >= 0)) throw new ArgumentOutOfRangeException(nameof(smooth), smooth, $"Dice: smooth must not be negative.{NameScope.Suffix}");
        var (x, y) = (prediction.Flatten(1), target.Flatten(1));
        return Reduce(1 - ((x * y).Sum(1) * 2 + smooth) / (x.Sum(1) + y.Sum(1) + smooth), reduction);
    }
}
