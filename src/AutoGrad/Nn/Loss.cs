using System.Numerics;
using AutoGrad.Ops;

namespace AutoGrad.Nn;

/// <summary>How far predictions are from targets: what training makes small.</summary>
/// <remarks>Shapes must be equal, since broadcasting a target is nearly always a mistake; targets must not hold NaN; and there must be something to compare.</remarks>
public static class Loss
{
    /// <summary>The squared error (prediction − target)².</summary>
    /// <param name="prediction">What the model says.</param>
    /// <param name="target">What is right, in the same shape and element type.</param>
    /// <param name="reduction">What to make of the errors of single elements.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a target is NaN, or there are no elements.</exception>
    public static Tensor Mse(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean)
    {
        CheckPair("Mse", prediction, target);
        return Reduce((prediction - target).Square(), reduction);
    }

    /// <summary>The binary cross-entropy −y log σ(x) − (1 − y) log(1 − σ(x)) of logits x and targets y, with σ(x) = 1/(1 + e⁻ˣ).</summary>
    /// <remarks>Computed as max(x, 0) − x y + log(1 + e^−|x|), which neither overflows nor loses small probabilities.</remarks>
    /// <param name="logits">What the model says: log-odds, any number.</param>
    /// <param name="targets">What is right: 0 or 1, or a probability between; same shape and element type.</param>
    /// <param name="reduction">What to make of the losses of single elements.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not floating, a target is NaN or outside [0, 1], or there are no elements.</exception>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor logits, Tensor targets, Reduction reduction = Reduction.Mean)
    {
        CheckPair("BinaryCrossEntropyWithLogits", logits, targets);
        Dispatch.Float("BinaryCrossEntropyWithLogits", targets.DType, new ProbabilityCheck(targets));
        return Reduce(BinaryCrossEntropyWithLogitsOp.Instance.Apply(logits, targets), reduction);
    }

    /// <summary>The cross-entropy −log softmax(logits)[target] of each row: how surprised the model is by the right class.</summary>
    /// <param name="logits">What the model says, [rows, classes]: any numbers, larger for likelier classes.</param>
    /// <param name="targets">The right class of each row, from 0; [rows], Int64 or Int32.</param>
    /// <param name="reduction">What to make of the losses of single rows.</param>
    /// <exception cref="ShapeMismatchException"><paramref name="logits"/> has not two axes, or <paramref name="targets"/> is not [rows].</exception>
    /// <exception cref="ArgumentException">A target is no class, an element type is wrong, or there are no rows.</exception>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets, Reduction reduction = Reduction.Mean)
    {
        ClassTargets.Check("CrossEntropy", logits, targets);
        var log = logits.LogSoftmax(1).Gather(1, targets.Reshape(targets.Size, 1));
        return Reduce(-log.Reshape(targets.Shape), reduction);
    }

    private static Tensor Reduce(Tensor losses, Reduction reduction) => reduction switch
    {
        Reduction.Mean => losses.Mean(),
        Reduction.Sum => losses.Sum(),
        Reduction.None => losses,
        _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "There is no such reduction."),
    };

    private static void CheckPair(string loss, Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (prediction.Shape != target.Shape)
            throw new ShapeMismatchException(loss, prediction.Shape, target.Shape, "a prediction is compared with a target of its own shape: Reshape one of them, or Expand it if broadcasting is meant");
        Guard.SameDType(loss, prediction, target);
        if (target.Size == 0) throw new ArgumentException($"{loss}: shape {target.Shape} has no elements to compare.{NameScope.Suffix}", nameof(target));
        Dispatch.Float(loss, target.DType, new NanCheck(loss, target));
    }

    private readonly struct NanCheck(string loss, Tensor targets) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var values = targets.Span<T>();
            for (var i = 0; i < values.Length; i++)
                if (T.IsNaN(values[i])) throw new ArgumentException($"{loss}: the target at {ElementPosition.Of(targets.Shape, i)} is NaN.{NameScope.Suffix}", nameof(targets));
        }
    }

    private readonly struct ProbabilityCheck(Tensor targets) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var values = targets.Span<T>();
            for (var i = 0; i < values.Length; i++)
                if (values[i] < T.Zero || values[i] > T.One)
                    throw new ArgumentException($"BinaryCrossEntropyWithLogits: the target at {ElementPosition.Of(targets.Shape, i)} is {values[i]}, no probability: it must be in [0, 1].{NameScope.Suffix}", nameof(targets));
        }
    }
}
