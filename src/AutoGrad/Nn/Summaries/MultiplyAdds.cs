using AutoGrad.Ops;

namespace AutoGrad.Nn;

/// <summary>How many multiplications with an addition an op takes.</summary>
internal static class MultiplyAdds
{
    public static long Of(Op op, ReadOnlySpan<Tensor> x, Tensor y) => op switch
    {
        // each element of the result is a row times a column
        LinearOp => (long)y.Size * x[1].Shape[1],
        MatMulOp => (long)y.Size * Inner(x[0].Shape, x[1].Shape, y.Shape),
        // each element of the result is a window of one group's channels times a filter; transposed, each of the input
        ConvolveOp => (long)y.Size * Filter(x[1].Shape),
        ConvolveToInputOp => (long)x[0].Size * Filter(x[1].Shape),
        AttentionOp => (long)x[0].Size * x[1].Shape[^2] + (long)y.Size * x[1].Shape[^2],
        SelfAttentionOp => 2L * y.Size * y.Shape[1],
        // the products with the input and with the state, at each step
        SequenceOp when y.Rank == 3 => (long)x[0].Shape[0] * x[0].Shape[1] * (x[1].Size + x[3].Size),
        _ => 0,
    };

    private static int Filter(Shape weight) => Shape.Product(weight.Extents[1..]);

    // the extent that is summed over, whichever operand is transposed: of m·k and k·n numbers, m·n come out
    private static int Inner(Shape a, Shape b, Shape y)
    {
        if (y.Rank < 2 || y.Size == 0) return a.Rank == 0 ? 1 : a[^1];
        var squared = (double)a[^1] * a[^2] * b[^1] * b[^2] / ((double)y[^1] * y[^2]);
        return (int)Math.Round(Math.Sqrt(squared));
    }
}
