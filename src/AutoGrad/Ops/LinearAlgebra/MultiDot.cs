namespace AutoGrad;

public static partial class LinearAlgebra
{
    /// <summary>The product of several matrices, in the order of multiplications that needs the fewest operations.</summary>
    /// <remarks>The order is found by dynamic programming over the extents. The first and the last may be vectors: a row and a column, whose axes are dropped again.</remarks>
    /// <param name="tensors">At least two: matrices, between vectors at the ends if wanted.</param>
    /// <exception cref="ShapeMismatchException">Neighbours do not fit.</exception>
    /// <exception cref="ArgumentException">There are fewer than two tensors, one has another number of axes, or the element types differ.</exception>
    public static Tensor MultiDot(params ReadOnlySpan<Tensor> tensors)
    {
        var count = tensors.Length;
        if (count < 2) throw new ArgumentException($"MultiDot: needs at least two tensors, not {count}.{NameScope.Suffix}", nameof(tensors));
        var extents = new long[count + 1];
        for (var i = 0; i < count; i++)
        {
            var x = tensors[i] ?? throw new ArgumentNullException(nameof(tensors), $"MultiDot: tensor {i} is null.{NameScope.Suffix}");
            if (x.Rank != 2 && !(x.Rank == 1 && (i == 0 || i == count - 1)))
                throw new ArgumentException($"MultiDot: tensor {i} is {x.Shape}: only matrices can be multiplied, and vectors at the ends.{NameScope.Suffix}", nameof(tensors));
            var (rows, columns) = x.Rank == 2 ? (x.Shape[0], x.Shape[1]) : i == 0 ? (1, x.Size) : (x.Size, 1);
            if (i > 0 && extents[i] != rows) throw new ShapeMismatchException("MultiDot", tensors[i - 1].Shape, x.Shape, $"the inner extents of tensors {i - 1} and {i} differ, {extents[i]} and {rows}");
            (extents[i], extents[i + 1]) = (rows, columns);
        }
        return Product(tensors, Cuts(extents), 0, count - 1);
    }

    /// <summary>Where to cut each chain i..j so that both halves and their product cost least (Cormen et al., "Introduction to Algorithms", section 15.2).</summary>
    private static int[,] Cuts(long[] extents)
    {
        var count = extents.Length - 1;
        var (cost, cut) = (new double[count, count], new int[count, count]);
        for (var length = 1; length < count; length++)
            for (var i = 0; i + length < count; i++)
            {
                var j = i + length;
                cost[i, j] = double.PositiveInfinity;
                for (var k = i; k < j; k++)
                {
                    var total = cost[i, k] + cost[k + 1, j] + (double)extents[i] * extents[k + 1] * extents[j + 1];
                    if (total < cost[i, j]) (cost[i, j], cut[i, j]) = (total, k);
                }
            }
        return cut;
    }

    private static Tensor Product(ReadOnlySpan<Tensor> tensors, int[,] cuts, int first, int last) => first == last
        ? tensors[first]
        : Product(tensors, cuts, first, cuts[first, last]).MatMul(Product(tensors, cuts, cuts[first, last] + 1, last));
}
