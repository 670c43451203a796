namespace AutoGrad.Nn;

/// <summary>Makes several axes out of one: see <see cref="Tensor.Unflatten"/>; undoes <see cref="Flatten"/>.</summary>
/// <param name="axis">The axis to divide, from 0 or from the end when negative.</param>
/// <param name="extents">What it becomes; one may be −1, to be worked out.</param>
public sealed class Unflatten(int axis, params int[] extents) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Unflatten(axis, extents);
}
