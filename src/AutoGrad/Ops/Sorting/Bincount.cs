using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>How often each of 0, 1, 2, ... occurs among the elements.</summary>
    /// <param name="minLength">The least length of the result.</param>
    /// <returns>Int64, as long as the largest element plus one; it carries no gradient.</returns>
    /// <exception cref="ArgumentException">This tensor does not hold integers on one axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An element or <paramref name="minLength"/> is negative.</exception>
    public Tensor Bincount(int minLength = 0) => Bincount(Ones(Shape, DType.Int64), minLength);

    /// <summary>The sum of the weights of each of 0, 1, 2, ... among the elements. The gradient flows to the weights.</summary>
    /// <param name="weights">One for each element.</param>
    /// <param name="minLength">The least length of the result.</param>
    /// <returns>A tensor in the element type of the weights, as long as the largest element plus one.</returns>
    /// <exception cref="ShapeMismatchException">The weights have another shape.</exception>
    /// <exception cref="ArgumentException">This tensor does not hold integers on one axis, or the weights are truth values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An element or <paramref name="minLength"/> is negative.</exception>
    public Tensor Bincount(Tensor weights, int minLength = 0)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Guard.Indices("Bincount", this, "this");
        if (Rank != 1) throw new ArgumentException($"Bincount: the tensor has shape {Shape}, it must have one axis: Flatten() it.{NameScope.Suffix}");
        if (minLength < 0) throw new ArgumentOutOfRangeException(nameof(minLength), minLength, $"Bincount: the length cannot be negative.{NameScope.Suffix}");
        if (!weights.Shape.SameAs(Shape)) throw new ShapeMismatchException("Bincount", Shape, weights.Shape, "there must be one weight for each element");
        if (Size == 0) return Zeros([minLength], weights.DType);
        var (smallest, largest) = (Min().ToScalar(), Max().ToScalar());
        if (smallest < 0) throw new ArgumentOutOfRangeException("this", smallest, $"Bincount: an element is negative.{NameScope.Suffix}");
        if (largest >= Array.MaxLength) throw new ArgumentOutOfRangeException("this", largest, $"Bincount: {largest} bins are more than a tensor can hold.{NameScope.Suffix}");
        return new IndexSumOp([Math.Max(minLength, (int)largest + 1)], 0).Apply(weights, this);
    }
}
