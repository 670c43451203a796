namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Tensors side by side: along the second axis, vectors along their only one.</summary>
    /// <param name="tensors">At least one; scalars count as vectors of one element.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ in another axis.</exception>
    /// <exception cref="ArgumentException">There is no tensor, or the element types differ.</exception>
    public static Tensor HStack(ReadOnlySpan<Tensor> tensors)
    {
        var parts = AtLeast("HStack", 1, tensors);
        return Concat(parts, parts[0].Rank == 1 ? 0 : 1);
    }

    /// <summary>Tensors on top of each other: along the first axis, where vectors count as rows.</summary>
    /// <param name="tensors">At least one; scalars count as rows of one element.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ in another axis.</exception>
    /// <exception cref="ArgumentException">There is no tensor, or the element types differ.</exception>
    public static Tensor VStack(ReadOnlySpan<Tensor> tensors) => Concat(AtLeast("VStack", 2, tensors), 0);

    /// <summary>Tensors behind each other: along the third axis, where vectors count as [1, n, 1] and matrices as [m, n, 1].</summary>
    /// <param name="tensors">At least one; scalars count as [1, 1, 1].</param>
    /// <exception cref="ShapeMismatchException">The shapes differ in another axis.</exception>
    /// <exception cref="ArgumentException">There is no tensor, or the element types differ.</exception>
    public static Tensor DStack(ReadOnlySpan<Tensor> tensors) => Concat(AtLeast("DStack", 3, tensors), 2);

    private static Tensor[] AtLeast(string op, int rank, ReadOnlySpan<Tensor> tensors)
    {
        CheckSeveral(op, tensors);
        var parts = tensors.ToArray();
        for (var i = 0; i < parts.Length; i++)
        {
            var x = parts[i];
            if (rank > 1 && x.Rank < 2) x = x.Reshape(1, x.Size);
            if (x.Rank == 0) x = x.Reshape(1);
            parts[i] = rank == 3 && x.Rank == 2 ? x.Unsqueeze(2) : x;
        }
        return parts;
    }
}
