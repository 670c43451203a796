namespace AutoGrad.Ops;

/// <summary>For each element the product of all others of its group, in differentiable operations, without dividing.</summary>
/// <remarks>
/// Pairs are multiplied to half as many numbers, and so on up a tree; on the way down the others of an element are the
/// others of its pair times its partner. The work is linear in the number of elements.
/// </remarks>
internal static class ProductOfOthers
{
    public static Tensor Of(Tensor x, ReducedShape over)
    {
        if (x.Size == 0) return x;
        var (order, extents) = (new int[x.Rank], new int[x.Rank]);
        var at = 0;
        for (var pass = 0; pass < 2; pass++)        // the reduced axes first
            for (var axis = 0; axis < x.Rank; axis++)
                if (over.Reduced[axis] == (pass == 0)) order[at++] = axis;
        for (var i = 0; i < order.Length; i++) extents[i] = x.Shape[order[i]];
        var others = OfRows(x.Permute(order).Reshape(new Shape(over.Count, x.Size / over.Count))).Reshape(Shape.Owning(extents));
        var back = new int[order.Length];
        for (var i = 0; i < order.Length; i++) back[order[i]] = i;
        return others.Permute(back);
    }

    private static Tensor OfRows(Tensor x)
    {
        var n = x.Shape[0];
        if (n == 1) return Tensor.Ones(x.Shape, x.DType);
        var half = n / 2;
        var (left, right) = (x.Narrow(0, 0, half), x.Narrow(0, half, half));
        if (n % 2 == 0)
        {
            var others = OfRows(left * right);
            return Tensor.Concat([others * right, others * left]);
        }
        var odd = x.Narrow(0, n - 1, 1);
        var above = OfRows(Tensor.Concat([left * right, odd]));
        var paired = above.Narrow(0, 0, half);
        return Tensor.Concat([paired * right, paired * left, above.Narrow(0, half, 1)]);
    }
}
