namespace AutoGrad.Nn;

/// <summary>Positive numbers that sum to 1 along an axis; see <see cref="Tensor.Softmax"/>.</summary>
/// <param name="axis">The axis, from 0 or from the end when negative.</param>
public sealed class Softmax(int axis = -1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Softmax(axis);
}
