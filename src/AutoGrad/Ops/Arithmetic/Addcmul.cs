namespace AutoGrad;

public partial class Tensor
{
    /// <summary>x + value · a · b, with broadcasting of all three.</summary>
    /// <param name="tensor1">The first factor a.</param>
    /// <param name="tensor2">The second factor b.</param>
    /// <param name="value">A number to multiply the product with.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">The element types differ or are truth values, or they are integers and the number is not.</exception>
    public Tensor Addcmul(Tensor tensor1, Tensor tensor2, double value = 1) => this + Scaled(tensor1 * tensor2, value);

    /// <summary>x + value · a / b, with broadcasting of all three.</summary>
    /// <param name="tensor1">The dividend a.</param>
    /// <param name="tensor2">The divisor b.</param>
    /// <param name="value">A number to multiply the quotient with.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">The element types differ, or are not Float32 or Float64.</exception>
    public Tensor Addcdiv(Tensor tensor1, Tensor tensor2, double value = 1) => this + Scaled(tensor1 / tensor2, value);

    private static Tensor Scaled(Tensor x, double value) => value == 1 ? x : x * value;
}
