namespace AutoGrad.Conformance.Bindings;

/// <summary>Torch's implicit conversions, which the library leaves to the caller on purpose: it promotes no tensor by itself.</summary>
internal static class Operands
{
    /// <summary>A binary op on tensors or numbers.</summary>
    /// <param name="x">The left operand: a tensor or a number.</param>
    /// <param name="y">The right operand.</param>
    /// <param name="floating">The default element type.</param>
    /// <param name="both">The op on two tensors.</param>
    /// <param name="right">The op on a tensor and a number.</param>
    /// <param name="left">The op on a number and a tensor.</param>
    public static Tensor Combine(
        object? x, object? y, DType floating, Func<Tensor, Tensor, Tensor> both, Func<Tensor, double, Tensor>? right = null, Func<double, Tensor, Tensor>? left = null)
    {
        switch (x, y)
        {
            case (Tensor a, Tensor b):
                var common = Common(a.DType, b.DType);
                return both(As(a, common), As(b, common));
            case (Tensor a, _):
                a = ForNumber(a, y, floating);
                return right is null ? both(a, Like(a, y)) : right(a, Convert.ToDouble(y));
            case (_, Tensor b):
                b = ForNumber(b, x, floating);
                return left is null ? both(Like(b, x), b) : left(Convert.ToDouble(x), b);
            default: throw new Expressions.UnsupportedException("An operation on numbers");
        }
    }

    /// <summary>The element type two tensors meet in.</summary>
    public static DType Common(DType a, DType b) => Order(a) >= Order(b) ? a : b;

    /// <summary>The tensor in an element type; itself if it has it.</summary>
    public static Tensor As(Tensor x, DType dtype) => x.DType == dtype ? x : x.To(dtype);

    /// <summary>Integers as floating numbers, for functions that have no whole results.</summary>
    public static Tensor Floats(Tensor x, DType floating) => x.DType.IsFloating ? x : x.To(floating);

    /// <summary>Truth values as whole numbers, for sums of them.</summary>
    public static Tensor Countable(Tensor x) => x.DType == DType.Bool ? x.To(DType.Int64) : x;

    private static Tensor ForNumber(Tensor x, object? number, DType floating) => number switch
    {
        double when !x.DType.IsFloating => x.To(floating),
        long when x.DType == DType.Bool => x.To(DType.Int64),
        _ => x,
    };

    private static Tensor Like(Tensor x, object? number) => Tensor.Full([], Convert.ToDouble(number), x.DType);

    private static int Order(DType dtype) => dtype switch { DType.Bool => 0, DType.Int32 => 1, DType.Int64 => 2, DType.Float32 => 3, _ => 4 };
}
