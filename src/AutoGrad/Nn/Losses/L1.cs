namespace AutoGrad.Nn;

public static partial class Loss
{
    /// <summary>The absolute error |prediction − target|.</summary>
    /// <param name="prediction">What the model says.</param>
    /// <param name="target">What is right, in the same shape and element type.</param>
    /// <param name="reduction">What to make of the errors of single elements.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a target is NaN, or there are no elements.</exception>
    public static Tensor L1(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean)
    {
        CheckPair("L1", prediction, target);
        return Reduce((prediction - target).Abs(), reduction);
    }
}
