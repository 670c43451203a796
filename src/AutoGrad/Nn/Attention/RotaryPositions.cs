namespace AutoGrad.Nn;

/// <summary>Rotary positions: pairs of features of queries and keys are turned by an angle that grows with the position, so that scores depend on distances.</summary>
/// <remarks>
/// Su et al., "RoFormer: enhanced transformer with rotary position embedding", 2021. Pair i of position p is turned by
/// p · base^(−2i/features). It has nothing to train. Pass it to a <see cref="MultiHeadAttention"/>; several may share one.
/// </remarks>
public sealed class RotaryPositions
{
    private volatile Table? _table;

    /// <summary>Creates the rotation.</summary>
    /// <param name="features">Features of one head; even.</param>
    /// <param name="theta">The base of the angles.</param>
    /// <param name="interleaved">Neighbours (2i, 2i + 1) are a pair, as in the paper; otherwise i and i + features/2 are, as in GPT-NeoX and Llama.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> is below 2 or odd, or <paramref name="theta"/> not positive.</exception>
    public RotaryPositions(int features, double theta = 10000, bool interleaved = true)
    {
        if (features < 2 || features % 2 != 0) throw new ArgumentOutOfRangeException(nameof(features), features, "RotaryPositions: features are turned in pairs, so their number is even and at least 2.");
        if (!(theta > 0 && double.IsFinite(theta))) throw new ArgumentOutOfRangeException(nameof(theta), theta, "RotaryPositions: the base of the angles is positive.");
        (Features, Theta, Interleaved) = (features, theta, interleaved);
    }

    /// <summary>Features of one head.</summary>
    public int Features { get; }

    /// <summary>The base of the angles.</summary>
    public double Theta { get; }

    /// <summary>Whether neighbours are a pair.</summary>
    public bool Interleaved { get; }

    /// <summary>Turns the features of each step by its position.</summary>
    /// <param name="x">Queries or keys, [..., steps, features].</param>
    /// <param name="start">The position of the first step.</param>
    /// <returns>A tensor in the same shape.</returns>
    /// <exception cref="ShapeMismatchException">The last extent is not <see cref="Features"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="start"/> is negative.</exception>
    public Tensor Apply(Tensor x, int start = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 2 || x.Shape[^1] != Features) throw new ShapeMismatchException("RotaryPositions", x.Shape, [Features], $"the input must be [..., steps, {Features}]");
        if (!x.DType.IsFloating) throw Guard.NeedsFloat("RotaryPositions", x.DType);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        var table = _table;
        if (table is null || table.Start != start || table.Steps != x.Shape[^2] || table.DType != x.DType) _table = table = Angles(start, x.Shape[^2], x.DType);
        return x * table.Cos + Partners(x) * table.Sin;
    }

    // each element's partner in its pair
    private Tensor Partners(Tensor x)
    {
        if (!Interleaved) return x.Roll(Features / 2, x.Rank - 1);
        var pairs = x.Reshape([.. x.Shape.Extents[..^1], Features / 2, 2]);
        return pairs.Flip(pairs.Rank - 1).Reshape(x.Shape);
    }

    private Table Angles(int start, int steps, DType dtype)
    {
        var (cos, sin) = (new double[steps * Features], new double[steps * Features]);
        for (var step = 0; step < steps; step++)
            for (var i = 0; i < Features / 2; i++)
            {
                var (s, c) = Math.SinCos((start + step) * Math.Pow(Theta, -2.0 * i / Features));
                var first = step * Features + (Interleaved ? 2 * i : i);
                var second = first + (Interleaved ? 1 : Features / 2);
                (cos[first], cos[second], sin[first], sin[second]) = (c, c, -s, s);
            }
        return new Table(start, steps, dtype, Tensor.From(cos, [steps, Features]).To(dtype), Tensor.From(sin, [steps, Features]).To(dtype));
    }

    private sealed record Table(int Start, int Steps, DType DType, Tensor Cos, Tensor Sin);
}
