using AutoGrad.Nn;

namespace AutoGrad.Training;

/// <summary>Among how many equally likely words the model hesitates: e to the mean of the negative log-probabilities of the right ones.</summary>
/// <remarks>Logits [..., words], targets [...] of word numbers. It is exp of the cross-entropy in nats.</remarks>
/// <param name="ignoreIndex">Targets of this number do not count.</param>
public sealed class Perplexity(long ignoreIndex = -100) : Metric
{
    private double _sum;
    private long _count;

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override double Value => Math.Exp(_sum / _count);

    /// <inheritdoc/>
    public override void Reset() => (_sum, _count) = (0, 0);

    /// <inheritdoc/>
    public override void Update(Tensor output, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        if (output.Rank == 0 || target.Rank != output.Rank - 1 || !output.Shape.Extents[..^1].SequenceEqual(target.Shape.Extents))
            throw new ShapeMismatchException(Name, output.Shape, target.Shape, "the logits must be [..., words] and the targets [...]");
        if (!target.DType.IsInteger) throw new ArgumentException($"{Name}: targets are word numbers, Int64 or Int32, not {target.DType}.", nameof(target));
        var counted = Classes(target).LongCount(word => word != ignoreIndex);
        if (counted == 0) return;
        using var scope = GradMode.NoGrad();
        _sum += Loss.CrossEntropy(output.Detach().To(DType.Float64).Reshape(target.Size, output.Shape[^1]), target.Detach().Flatten(), ignoreIndex: ignoreIndex, reduction: Reduction.Sum).Item<double>();
        _count += counted;
    }
}
