namespace AutoGrad.Nn;

/// <summary>Learned positions: adds a trainable row to each step of a sequence.</summary>
/// <remarks>Takes [steps, batch, features], [batch, steps, features] or [steps, features] to the same shape. The rows start normally distributed with standard deviation 0.02, as in GPT-2.</remarks>
public sealed class PositionEmbedding : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="length">How many positions there are.</param>
    /// <param name="features">The extent of the input's last axis.</param>
    /// <param name="batchFirst">Whether the input is [batch, steps, features] instead of [steps, batch, features].</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="generator">Where the rows are drawn from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> or <paramref name="features"/> is below 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is not floating.</exception>
    public PositionEmbedding(int length, int features, bool batchFirst = false, DType dtype = DType.Float32, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        BatchFirst = batchFirst;
        Weight = Init.Normal(new Parameter(Tensor.Zeros([length, features], dtype)), 0, 0.02, generator);
    }

    /// <summary>One row a position, [length, features].</summary>
    public Parameter Weight { get; set => field = Register(value); }

    /// <summary>Whether the input is [batch, steps, features] instead of [steps, batch, features].</summary>
    public bool BatchFirst { get; }

    /// <summary>Adds the rows from a position on.</summary>
    /// <param name="x">The sequence.</param>
    /// <param name="start">The position of its first step, such as <see cref="KeyValueCache.Length"/>.</param>
    /// <returns>A tensor in the same shape.</returns>
    /// <exception cref="ShapeMismatchException">The input has not two or three axes, other features, or steps beyond the last position.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="start"/> is negative.</exception>
    public Tensor Call(Tensor x, int start) => Within(x, input => Added(input, start));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Added(x, 0);

    private Tensor Added(Tensor x, int start)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        if (x.Rank is not (2 or 3) || x.Shape[^1] != Weight.Shape[1])
            throw new ShapeMismatchException("PositionEmbedding", x.Shape, Weight.Shape, $"the input must be {(BatchFirst ? "[batch, steps, " : "[steps, batch, ")}{Weight.Shape[1]}]");
        var steps = x.Rank == 3 && BatchFirst ? x.Shape[1] : x.Shape[0];
        if (start + (long)steps > Weight.Shape[0])
            throw new ShapeMismatchException("PositionEmbedding", x.Shape, Weight.Shape, $"{steps} steps from position {start} go beyond the {Weight.Shape[0]} positions there are");
        var rows = Weight.Narrow(0, start, steps);
        return x + (x.Rank == 3 && !BatchFirst ? rows.Unsqueeze(1) : rows);
    }
}
