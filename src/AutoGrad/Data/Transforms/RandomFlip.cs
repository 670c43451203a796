namespace AutoGrad.Data;

/// <summary>Turns each sample around along an axis, or leaves it, at random.</summary>
/// <param name="axis">The axis: -1 for left and right, -2 for top and bottom.</param>
/// <param name="probability">How likely a sample is turned, 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is outside 0 to 1.</exception>
public sealed class RandomFlip(int axis = -1, double probability = 0.5) : Transform
{
    private readonly double _probability = probability is >= 0 and <= 1 ? probability : throw new ArgumentOutOfRangeException(nameof(probability), probability, "RandomFlip: a probability is between 0 and 1.");

    /// <summary>Flips some samples.</summary>
    /// <param name="x">The samples, counted by the first axis.</param>
    /// <param name="random">Decides which.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or it counts the samples.</exception>
    public override Tensor Apply(Tensor x, Generator random)
    {
        ArgumentNullException.ThrowIfNull(x);
        var at = Guard.Axis(nameof(RandomFlip), axis, x.Shape);
        if (at == 0) throw new ArgumentOutOfRangeException(nameof(x), axis, $"RandomFlip: axis {axis} of {x.Shape} counts the samples.");
        var chosen = Array.ConvertAll(Draw(x, random), u => u < _probability);
        var extents = new int[x.Rank];
        Array.Fill(extents, 1);
        extents[0] = chosen.Length;
        return Tensor.Where(Tensor.From(chosen, new Shape(extents)), x.Flip(at), x);
    }
}
