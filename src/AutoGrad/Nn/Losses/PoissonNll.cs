namespace AutoGrad.Nn;

public static partial class Loss
{
    /// <summary>The negative log-likelihood of counts y under Poisson distributions: e^x − y x of logarithms x of the rates, without the terms of y alone.</summary>
    /// <param name="prediction">What the model says: logarithms of rates, or rates.</param>
    /// <param name="target">The counts, in the same shape and element type.</param>
    /// <param name="reduction">What to make of the losses of single elements.</param>
    /// <param name="logInput">The predictions are logarithms; otherwise the loss is x − y log(x + ε).</param>
    /// <param name="full">Add Stirling's approximation of log y!, y log y − y + log(2πy)/2, for counts above 1.</param>
    /// <param name="eps">What keeps the logarithm of a rate finite.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a target is NaN, or there are no elements.</exception>
    public static Tensor PoissonNll(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, bool logInput = true, bool full = false, double eps = 1e-8)
    {
        CheckPair("PoissonNll", prediction, target);
        var losses = logInput ? prediction.Exp() - target * prediction : prediction - target * (prediction + eps).Log();
        if (full)
        {
            var many = target > 1;
            var count = Tensor.Where(many, target, 1);
            losses += Tensor.Where(many, count * count.Log() - count + (count * (2 * Math.PI)).Log() * 0.5, 0);
        }
        return Reduce(losses, reduction);
    }
}
