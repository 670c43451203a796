namespace AutoGrad.Nn;

/// <summary>The softmax of −x along an axis; see <see cref="Tensor.Softmin"/>.</summary>
/// <param name="axis">The axis, from 0 or from the end when negative.</param>
public sealed class Softmin(int axis = -1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Softmin(axis);
}
