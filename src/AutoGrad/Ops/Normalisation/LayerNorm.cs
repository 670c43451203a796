using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Normalises over the last axes: (x − mean) / √(variance + ε), times a weight, plus a bias.</summary>
    /// <remarks>Ba, Kiros and Hinton, "Layer normalization", 2016. The variance is that of the population, in two passes; elements that are all equal become the bias.</remarks>
    /// <param name="normalizedShape">The extents of the last axes, which are normalised over together.</param>
    /// <param name="weight">Factors in that shape; null for 1.</param>
    /// <param name="bias">Summands in that shape; null for 0.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <exception cref="ShapeMismatchException">The tensor does not end in these extents, or weight or bias have another shape.</exception>
    /// <exception cref="ArgumentException">Element types differ or are not floating, or the shape names no axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="eps"/> is negative or NaN.</exception>
    public Tensor LayerNorm(Shape normalizedShape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        var axes = LastAxes("LayerNorm", normalizedShape);
        CheckEpsilon("LayerNorm", eps);
        CheckAffine("LayerNorm", "weight", normalizedShape, weight);
        CheckAffine("LayerNorm", "bias", normalizedShape, bias);
        return RowNormed("LayerNorm", ReducedShape.OfFloats("LayerNorm", this, axes), normalizedShape, weight, bias, eps);
    }

    /// <summary>Divides by the root of the mean square over the last axes: x / √(mean x² + ε), times a weight.</summary>
    /// <remarks>Zhang and Sennrich, "Root mean square layer normalization", 2019: layer normalisation without the mean.</remarks>
    /// <param name="normalizedShape">The extents of the last axes, which are normalised over together.</param>
    /// <param name="weight">Factors in that shape; null for 1.</param>
    /// <param name="eps">What is added to the mean square; null for the distance from 1 to the next number of the element type, as in PyTorch.</param>
    /// <exception cref="ShapeMismatchException">The tensor does not end in these extents, or the weight has another shape.</exception>
    /// <exception cref="ArgumentException">Element types differ or are not floating, or the shape names no axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="eps"/> is negative or NaN.</exception>
    public Tensor RmsNorm(Shape normalizedShape, Tensor? weight = null, double? eps = null)
    {
        var axes = LastAxes("RmsNorm", normalizedShape);
        if (!DType.IsFloating) throw Guard.NeedsFloat("RmsNorm", DType);
        var small = eps ?? (DType == DType.Float32 ? MathF.BitIncrement(1) - 1 : Math.BitIncrement(1) - 1);
        CheckEpsilon("RmsNorm", small);
        CheckAffine("RmsNorm", "weight", normalizedShape, weight);
        var norm = new RmsNormOp(ReducedShape.OfFloats("RmsNorm", this, axes), normalizedShape, small, weight is not null);
        return weight is null ? norm.Apply(this) : norm.Apply(this, weight);
    }

    private int[] LastAxes(string op, Shape normalizedShape)
    {
        if (normalizedShape.Rank == 0) throw new ArgumentException($"{op}: normalizedShape names no axes: give the extents of the last ones, as in [{(Rank > 0 ? Shape[^1] : 1)}].{NameScope.Suffix}", nameof(normalizedShape));
        if (normalizedShape.Rank > Rank || !Shape.Extents[^normalizedShape.Rank..].SequenceEqual(normalizedShape.Extents))
            throw new ShapeMismatchException(op, Shape, normalizedShape, "the tensor must end in the extents it is normalised over");
        var axes = new int[normalizedShape.Rank];
        for (var i = 0; i < axes.Length; i++) axes[i] = Rank - axes.Length + i;
        return axes;
    }

    /// <summary>Mean 0 and variance 1 over the last axes, then weight and bias.</summary>
    private Tensor RowNormed(string op, ReducedShape over, Shape row, Tensor? weight, Tensor? bias, double eps)
    {
        var norm = new RowNormOp(op, over, row, eps, centered: true, weight is not null, bias is not null);
        if (weight is null) return bias is null ? norm.Apply(this) : norm.Apply(this, bias);
        return bias is null ? norm.Apply(this, weight) : norm.Apply(this, weight, bias);
    }

    /// <summary>Mean 0 and variance 1 over some axes.</summary>
    private Tensor Standardized(string op, ReadOnlySpan<int> axes, double eps)
    {
        CheckEpsilon(op, eps);
        return new StandardizeOp(op, ReducedShape.OfFloats(op, this, axes), eps).Apply(this);
    }

    private static void CheckEpsilon(string op, double eps)
    {
        if (!(eps >= 0)) throw new ArgumentOutOfRangeException(nameof(eps), eps, $"{op}: eps is added to a variance and must not be negative.{NameScope.Suffix}");
    }

    private void CheckAffine(string op, string what, Shape shape, Tensor? operand)
    {
        if (operand is null) return;
        if (operand.Shape != shape) throw new ShapeMismatchException(op, operand.Shape, shape, $"the {what} must have the shape that is normalised over");
        Guard.SameDType(op, this, operand);
    }
}
