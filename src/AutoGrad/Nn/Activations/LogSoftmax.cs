namespace AutoGrad.Nn;

/// <summary>The logarithm of the softmax along an axis; see <see cref="Tensor.LogSoftmax"/>.</summary>
/// <param name="axis">The axis, from 0 or from the end when negative.</param>
public sealed class LogSoftmax(int axis = -1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.LogSoftmax(axis);
}
