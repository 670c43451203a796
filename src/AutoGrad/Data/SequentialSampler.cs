namespace AutoGrad.Data;

/// <summary>Every row once, in order.</summary>
/// <param name="count">Number of rows.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
public sealed class SequentialSampler(int count) : Sampler
{
    /// <inheritdoc/>
    public override int Count { get; } = count >= 0 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, "There cannot be fewer than 0 rows.");

    /// <inheritdoc/>
    public override long[] Order(Generator random) => Tensor.Arange(Count).ToArray<long>();
}
