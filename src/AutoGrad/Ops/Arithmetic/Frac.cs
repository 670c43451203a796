namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The part of each element behind the point, with its sign: x − trunc x. The derivative is 1.</summary>
    /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
    public Tensor Frac() => this - Truncate();
}
