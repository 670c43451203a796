namespace AutoGrad.Ops;

/// <summary>A C# number beside a tensor takes the tensor's element type.</summary>
internal static class ScalarOperand
{
    /// <summary>The number, if the tensor's element type can hold it.</summary>
    public static double Check(string op, Tensor x, double c)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DType.IsFloating ? c : CheckInteger(op, x.DType, c);
    }

    /// <summary>The number as a tensor without axes, for an op of two tensors to repeat.</summary>
    public static Tensor Beside(string op, Tensor x, double c) => Tensor.Full([], Check(op, x, c), x.DType);

    private static double CheckInteger(string op, DType dtype, double c)
    {
        if (dtype == DType.Bool) throw Guard.NeedsNumber(op, dtype);
        var fits = dtype == DType.Int32 ? c is >= int.MinValue and <= int.MaxValue : Math.Abs(c) <= 1L << 53;
        if (c != Math.Floor(c) || !fits)
            throw new ArgumentException($"{op}: {c} is no {dtype}: convert the tensor with .To(DType.Float32) first.{NameScope.Suffix}", nameof(c));
        return c;
    }
}
