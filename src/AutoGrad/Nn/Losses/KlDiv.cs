namespace AutoGrad.Nn;

public static partial class Loss
{
    /// <summary>The Kullback-Leibler divergence, element by element: y (log y − x) of logarithms x of probabilities and probabilities y, and 0 where y is 0.</summary>
    /// <remarks>PyTorch's <c>kl_div</c>. <see cref="Reduction.BatchMean"/> gives the divergence of distributions in rows; the mean, over all elements, is the default as in PyTorch.</remarks>
    /// <param name="prediction">What the model says: logarithms of probabilities.</param>
    /// <param name="target">What is right, in the same shape and element type: probabilities, or their logarithms.</param>
    /// <param name="reduction">What to make of the single elements.</param>
    /// <param name="logTarget">The targets are logarithms: e^y (y − x).</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a target is NaN, or there are no elements.</exception>
    public static Tensor KlDiv(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, bool logTarget = false)
    {
        CheckPair("KlDiv", prediction, target);
        if (logTarget) return Reduce(target.Exp() * (target - prediction), reduction);
        // y log y is 0 at 0, where log y alone is infinite
        var safe = Tensor.Where(target.EqualTo(0), 1, target);
        return Reduce(target * safe.Log() - target * prediction, reduction);
    }
}
