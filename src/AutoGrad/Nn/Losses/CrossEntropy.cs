namespace AutoGrad.Nn;

public static partial class Loss
{
    /// <summary>The cross-entropy −log softmax(logits)[target]: how surprised the model is by the right class.</summary>
    /// <remarks>
    /// <para>Logits are [classes], or have the classes on axis 1: [rows, classes], [images, classes, height, width]. Targets are
    /// class numbers in the shape without that axis, or probabilities in the shape of the logits: −Σ target·log softmax(logits).</para>
    /// <para>The mean over class numbers is weighted: Σ wᵧ·loss / Σ wᵧ, without the ignored ones; of none it is NaN. Over probabilities it divides by the number of rows. Both are PyTorch's.</para>
    /// </remarks>
    /// <param name="logits">What the model says: any numbers, larger for likelier classes.</param>
    /// <param name="targets">What is right: class numbers from 0, Int64 or Int32, or probabilities.</param>
    /// <param name="reduction">What to make of the losses of single rows.</param>
    /// <param name="weight">One factor a class, [classes]; null for 1.</param>
    /// <param name="ignoreIndex">A class number whose rows count for nothing.</param>
    /// <param name="labelSmoothing">From 0 to 1: this part of each target is spread evenly over all classes.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">A target is no class or NaN, an element type is wrong, or there are no rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is outside [0, 1].</exception>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets, Reduction reduction = Reduction.Mean, Tensor? weight = null, long ignoreIndex = ClassTargets.Ignored, double labelSmoothing = 0)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        if (!(labelSmoothing is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, $"CrossEntropy: label smoothing is from 0 to 1.{NameScope.Suffix}");
        if (!targets.DType.IsFloating || targets.Shape != logits.Shape)
        {
            var classes = ClassTargets.Of("CrossEntropy", logits, targets, weight, ignoreIndex);
            if (logits.Rank == 2 && classes is { Weight: null, IsIgnored: null } && labelSmoothing == 0)
                return Reduce(logits.ClassLosses(classes.Classes), reduction);
            return classes.Reduce(logits.LogSoftmax(classes.Axis), labelSmoothing, reduction);
        }
        CheckPair("CrossEntropy", logits, targets);
        ClassTargets.CheckClasses("CrossEntropy", logits, weight);
        var (axis, count) = (ClassTargets.AxisOf(logits), logits.Shape[ClassTargets.AxisOf(logits)]);
        if (labelSmoothing > 0) targets = targets * (1 - labelSmoothing) + labelSmoothing / count;
        if (weight is not null) targets *= ClassTargets.AlongClasses(weight, logits);
        var losses = -(targets * logits.LogSoftmax(axis)).Sum(axis);
        return Reduce(losses, reduction);
    }

    /// <summary>The negative logarithm of the probability of the right class: −logProbabilities[target].</summary>
    /// <remarks>Shapes and mean as for <see cref="CrossEntropy"/>, which is this loss of <see cref="Tensor.LogSoftmax"/>.</remarks>
    /// <param name="logProbabilities">What the model says: logarithms of probabilities, [classes] or with the classes on axis 1.</param>
    /// <param name="targets">The right classes from 0, Int64 or Int32, in the shape without the axis of classes.</param>
    /// <param name="reduction">What to make of the losses of single rows.</param>
    /// <param name="weight">One factor a class, [classes]; null for 1.</param>
    /// <param name="ignoreIndex">A class number whose rows count for nothing.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">A target is no class, an element type is wrong, or there are no rows.</exception>
    public static Tensor Nll(Tensor logProbabilities, Tensor targets, Reduction reduction = Reduction.Mean, Tensor? weight = null, long ignoreIndex = ClassTargets.Ignored) =>
        ClassTargets.Of("Nll", logProbabilities, targets, weight, ignoreIndex).Reduce(logProbabilities, 0, reduction);
}
