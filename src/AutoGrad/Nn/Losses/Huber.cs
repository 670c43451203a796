namespace AutoGrad.Nn;

public static partial class Loss
{
    /// <summary>Quadratic for small errors d, linear for large ones: d²/(2β) where |d| is below β, |d| − β/2 elsewhere.</summary>
    /// <param name="prediction">What the model says.</param>
    /// <param name="target">What is right, in the same shape and element type.</param>
    /// <param name="reduction">What to make of the errors of single elements.</param>
    /// <param name="beta">Where it changes; 0 for the absolute error.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a target is NaN, or there are no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is negative or NaN.</exception>
    public static Tensor SmoothL1(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1)
    {
        CheckPair("SmoothL1", prediction, target);
        if (!(beta >= 0)) throw new ArgumentOutOfRangeException(nameof(beta), beta, $"SmoothL1: beta must not be negative.{NameScope.Suffix}");
        return Reduce(beta == 0 ? (prediction - target).Abs() : Bent(prediction - target, beta) / beta, reduction);
    }

    /// <summary>Quadratic for small errors d, linear for large ones: d²/2 where |d| is at most δ, δ (|d| − δ/2) elsewhere.</summary>
    /// <remarks>Huber, "Robust estimation of a location parameter", 1964.</remarks>
    /// <param name="prediction">What the model says.</param>
    /// <param name="target">What is right, in the same shape and element type.</param>
    /// <param name="reduction">What to make of the errors of single elements.</param>
    /// <param name="delta">Where it changes; positive.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a target is NaN, or there are no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is not positive.</exception>
    public static Tensor Huber(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, double delta = 1)
    {
        CheckPair("Huber", prediction, target);
        if (!(delta > 0)) throw new ArgumentOutOfRangeException(nameof(delta), delta, $"Huber: delta must be positive.{NameScope.Suffix}");
        return Reduce(Bent(prediction - target, delta), reduction);
    }

    // with c = d held within ±δ, c (d − c/2) is both branches in one, and so are its derivatives
    private static Tensor Bent(Tensor error, double delta)
    {
        var held = error.Clamp(-delta, delta);
        return held * (error - held * 0.5);
    }
}
