namespace AutoGrad;

public partial class Tensor
{
    /// <summary>A bilinear form for each output: y[.., o] = Σᵢⱼ this[.., i]·weight[o, i, j]·other[.., j] + bias[o].</summary>
    /// <param name="other">The second input [.., n]; its other axes are those of this tensor [.., m].</param>
    /// <param name="weight">The forms [outputs, m, n].</param>
    /// <param name="bias">What is added, [outputs]; null for nothing.</param>
    /// <returns>[.., outputs].</returns>
    /// <exception cref="ShapeMismatchException">The extents do not fit.</exception>
    /// <exception cref="ArgumentException">The element types differ, or are truth values.</exception>
    public Tensor Bilinear(Tensor other, Tensor weight, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(weight);
        Guard.SameDType("Bilinear", this, other);
        Guard.SameDType("Bilinear", this, weight);
        if (Rank == 0 || other.Rank != Rank || !Shape.Extents[..^1].SequenceEqual(other.Shape.Extents[..^1]))
            throw new ShapeMismatchException("Bilinear", Shape, other.Shape, "the inputs must have the same axes but the last");
        if (weight.Rank != 3 || weight.Shape[1] != Shape[^1]) throw new ShapeMismatchException("Bilinear", Shape, weight.Shape, "the weight must be [outputs, last axis of the first input, last axis of the second]");
        if (weight.Shape[2] != other.Shape[^1]) throw new ShapeMismatchException("Bilinear", other.Shape, weight.Shape, "the weight must be [outputs, last axis of the first input, last axis of the second]");
        int rows = Shape.Product(Shape.Extents[..^1]), outputs = weight.Shape[0], m = Shape[^1], n = other.Shape[^1];
        if (bias is not null && !bias.Shape.SameAs(new Shape(outputs))) throw new ShapeMismatchException("Bilinear", bias.Shape, new Shape(outputs), "the bias must have one element an output");
        var forms = Reshape(new Shape(rows, m)).MatMul(weight.Transpose(0, 1).Reshape(new Shape(m, outputs * n))).Reshape(new Shape(rows, outputs, n));
        var y = forms.MatMul(other.Reshape(new Shape(rows, n, 1))).Reshape(Shape.Concat(Shape.Extents[..^1], [outputs]));
        return bias is null ? y : y + bias;
    }
}
