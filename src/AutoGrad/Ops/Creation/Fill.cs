using System.Numerics;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="dtype">The element type; Float32 by default, as in PyTorch.</param>
    public static Tensor Zeros(Shape shape, DType dtype = DType.Float32) => Full(shape, 0, dtype);

    /// <summary>A tensor of ones; of true for Bool.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="dtype">The element type; Float32 by default, as in PyTorch.</param>
    public static Tensor Ones(Shape shape, DType dtype = DType.Float32) => Full(shape, 1, dtype);

    /// <summary>A tensor of one value.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="value">The value; for Bool, anything but 0 is true.</param>
    /// <param name="dtype">The element type; Float32 by default, as in PyTorch.</param>
    /// <exception cref="ArgumentException">An integer type cannot hold <paramref name="value"/>.</exception>
    public static Tensor Full(Shape shape, double value, DType dtype = DType.Float32)
    {
        var y = New(shape, dtype);
        FillWith("Full", y, value);
        return y.AsData();
    }

    /// <summary>Overwrites every element with one value. Not recorded.</summary>
    /// <param name="value">The value; for Bool, anything but 0 is true.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ArgumentException">An integer type cannot hold <paramref name="value"/>.</exception>
    /// <exception cref="InvalidOperationException">The tensor is the result of an op, or requires a gradient outside of a <see cref="GradMode.NoGrad"/> scope.</exception>
    public Tensor Fill(double value)
    {
        if (DType != DType.Bool) Ops.ScalarOperand.Check("Fill", this, value);
        AllowChange();
        FillWith("Fill", this, value);
        return this;
    }

    /// <summary>Fills what an op or a factory has just allocated.</summary>
    internal static void FillWith(string op, Tensor y, double value)
    {
        if (y.DType == DType.Bool) y.Span<bool>().Fill(value != 0);
        else Dispatch.Number(op, y.DType, new FillKernel(y, Ops.ScalarOperand.Check(op, y, value)));
    }

    private readonly struct FillKernel(Tensor y, double value) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => y.Span<T>().Fill(T.CreateTruncating(value));
    }
}
