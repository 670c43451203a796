using System.Numerics;

namespace AutoGrad.Nn;

/// <summary>How far predictions are from targets: what training makes small.</summary>
/// <remarks>Shapes must be equal, since broadcasting a target is nearly always a mistake; targets must not hold NaN; and there must be something to compare.</remarks>
public static partial class Loss
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

    private static Tensor Reduce(Tensor losses, Reduction reduction) => reduction switch
    {
        Reduction.Mean => losses.Mean(),
        Reduction.Sum => losses.Sum(),
        Reduction.None => losses,
        Reduction.BatchMean => losses.Sum() / (losses.Rank == 0 ? 1 : losses.Shape[0]),
        _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "There is no such reduction."),
    };

    /// <summary>Prediction and target must have one shape and floating type, elements, and no NaN for a target.</summary>
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

    /// <summary>The losses times a weight that broadcasts to them.</summary>
    private static Tensor Weighted(string loss, Tensor losses, Tensor? weight)
    {
        if (weight is null) return losses;
        CheckWeight(loss, losses, weight, nameof(weight));
        return losses * weight;
    }

    private static void CheckWeight(string loss, Tensor losses, Tensor weight, string parameter)
    {
        Guard.SameDType(loss, losses, weight);
        if (!weight.Shape.BroadcastsTo(losses.Shape)) throw new ShapeMismatchException(loss, losses.Shape, weight.Shape, $"{parameter} is repeated to the shape of the losses, never the other way round");
    }

    /// <summary>Refuses numbers that are no probabilities.</summary>
    private static void CheckProbabilities(string loss, string what, Tensor x) => Dispatch.Float(loss, x.DType, new ProbabilityCheck(loss, what, x));

    private readonly struct ProbabilityCheck(string loss, string what, Tensor x) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var values = x.Span<T>();
            for (var i = 0; i < values.Length; i++)
                if (values[i] < T.Zero || values[i] > T.One)
                    throw new ArgumentException($"{loss}: the {what} at {ElementPosition.Of(x.Shape, i)} is {values[i]}, no probability: those of {x.Shape} must be in [0, 1].{NameScope.Suffix}", what);
        }
    }
}
