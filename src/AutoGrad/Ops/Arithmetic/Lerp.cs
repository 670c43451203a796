namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Linear interpolation x + w (end − x), with broadcasting: this tensor at w = 0, the other at w = 1.</summary>
    /// <param name="end">The other end.</param>
    /// <param name="weight">The weight w; outside of 0..1 it extrapolates.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">The element types differ, or they are integers and the weight is not.</exception>
    public Tensor Lerp(Tensor end, double weight) =>
        weight < 0.5 ? this + (end - this) * weight : end - (end - this) * (1 - weight);     // exact at both ends

    /// <summary>Linear interpolation x + w (end − x), with broadcasting of all three.</summary>
    /// <param name="end">The other end.</param>
    /// <param name="weight">The weights w; outside of 0..1 they extrapolate.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">The element types differ.</exception>
    public Tensor Lerp(Tensor end, Tensor weight) => this + (end - this) * weight;
}
