namespace AutoGrad.Nn;

/// <summary>The first half of an axis times σ of the second half; see <see cref="Tensor.Glu"/>.</summary>
/// <param name="axis">The axis, from 0 or from the end when negative; its extent is even.</param>
public sealed class Glu(int axis = -1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Glu(axis);
}
