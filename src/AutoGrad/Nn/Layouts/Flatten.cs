namespace AutoGrad.Nn;

/// <summary>Makes one axis out of several: by default [batch, ...] becomes [batch, features].</summary>
/// <param name="startAxis">The first axis to merge, from 0 or from the end when negative.</param>
/// <param name="endAxis">The last axis to merge.</param>
public sealed class Flatten(int startAxis = 1, int endAxis = -1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Flatten(startAxis, endAxis);
}
