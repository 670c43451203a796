namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Angles in radians, from angles in degrees.</summary>
    /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
    public Tensor Deg2Rad() => this * (Math.PI / 180);

    /// <summary>Angles in degrees, from angles in radians.</summary>
    /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
    public Tensor Rad2Deg() => this * (180 / Math.PI);
}
