namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Zeros in the shape of another tensor.</summary>
    /// <param name="like">The tensor whose shape is taken.</param>
    /// <param name="dtype">The element type; null for that of <paramref name="like"/>.</param>
    public static Tensor ZerosLike(Tensor like, DType? dtype = null) => FullLike(like, 0, dtype);

    /// <summary>Ones in the shape of another tensor.</summary>
    /// <param name="like">The tensor whose shape is taken.</param>
    /// <param name="dtype">The element type; null for that of <paramref name="like"/>.</param>
    public static Tensor OnesLike(Tensor like, DType? dtype = null) => FullLike(like, 1, dtype);

    /// <summary>One value in the shape of another tensor.</summary>
    /// <param name="like">The tensor whose shape is taken.</param>
    /// <param name="value">The value; for Bool, anything but 0 is true.</param>
    /// <param name="dtype">The element type; null for that of <paramref name="like"/>.</param>
    /// <exception cref="ArgumentException">An integer type cannot hold <paramref name="value"/>.</exception>
    public static Tensor FullLike(Tensor like, double value, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(like);
        return Full(like.Shape, value, dtype ?? like.DType);
    }
}
