namespace AutoGrad.Data;

/// <summary>Every row once, all orders equally likely.</summary>
/// <param name="count">Number of rows.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
public sealed class RandomSampler(int count) : Sampler
{
    /// <inheritdoc/>
    public override int Count { get; } = count >= 0 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, "There cannot be fewer than 0 rows.");

    /// <inheritdoc/>
    public override long[] Order(Generator random) => Tensor.RandPerm(Count, generator: random).ToArray<long>();
}
