namespace AutoGrad.Nn;

/// <summary>A table of trainable rows, looked up by number: see <see cref="Tensor.Embedding"/>.</summary>
/// <remarks>Takes an Int64 or Int32 index of any shape to [..., width]. The rows start normally distributed with standard deviation 1, as in PyTorch.</remarks>
public sealed class Embedding : Layer
{
    /// <summary>Creates the layer with random rows.</summary>
    /// <param name="rows">How many rows there are: indices are from 0 to this, without it.</param>
    /// <param name="width">The extent of a row.</param>
    /// <param name="paddingIndex">A row that stands for nothing, from the end when negative: it starts at zero and gets no gradient. Null for none.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="generator">Where the rows are drawn from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> or <paramref name="width"/> is below 1, or <paramref name="paddingIndex"/> is no row.</exception>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is not floating.</exception>
    public Embedding(int rows, int width, int? paddingIndex = null, DType dtype = DType.Float32, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        Weight = Init.Normal(new Parameter(Tensor.Zeros([rows, width], dtype)), 0, 1, generator);
        if (paddingIndex is not { } padding) return;
        if (padding < -rows || padding >= rows) throw new ArgumentOutOfRangeException(nameof(paddingIndex), padding, $"Embedding: the padding index must be a row of the table {Weight.Shape}: {-rows} to {rows - 1}.");
        PaddingIndex = padding < 0 ? padding + rows : padding;
        using var scope = GradMode.NoGrad();
        if (dtype == DType.Float32) Weight.Mutate<float>().Slice(PaddingIndex.Value * width, width).Clear();
        else Weight.Mutate<double>().Slice(PaddingIndex.Value * width, width).Clear();
    }

    /// <summary>The table, [rows, width].</summary>
    /// <exception cref="ArgumentException">Set to a tensor without two axes.</exception>
    public Parameter Weight
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Rank != 2) throw new ArgumentException($"Embedding: a table is [rows, width], not {value.Shape}.", nameof(value));
            field = Register(value);
        }
    }

    /// <summary>The row that gets no gradient, counted from 0; null for none.</summary>
    public int? PaddingIndex { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Tensor.Embedding(x, Weight, PaddingIndex);
}
