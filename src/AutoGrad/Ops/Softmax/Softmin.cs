namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The softmax of the negated elements along an axis: the smallest get the most.</summary>
    /// <param name="axis">The axis to normalise along, from 0 or from the end when negative; 0 or -1 for a scalar.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
    public Tensor Softmin(int axis) => (-this).Softmax(axis);
}
