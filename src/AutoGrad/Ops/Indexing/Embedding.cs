using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>A row of a table for each index: y[.., :] = weight[index[..], :].</summary>
    /// <remarks>The gradient of a row is the sum over all places that name it.</remarks>
    /// <param name="index">Int64 or Int32 of any shape; not negative.</param>
    /// <param name="weight">The table, [rows, width].</param>
    /// <param name="paddingIndex">A row that gets no gradient, from the end when negative; null for none.</param>
    /// <returns>A tensor in the shape of the index, with the width as a new last axis.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is no row, or <paramref name="paddingIndex"/> is none.</exception>
    /// <exception cref="ArgumentException">The table is no matrix, or the index does not hold integers.</exception>
    public static Tensor Embedding(Tensor index, Tensor weight, int? paddingIndex = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(weight);
        CheckTable("Embedding", weight);
        var rows = IndexPositions.Of("Embedding", index, weight.Shape, 0, classes: true);
        var flat = Owning(rows, [rows.Length]);
        var y = weight.IndexSelect(0, flat);
        if (paddingIndex is { } padding)
        {
            var at = PaddingRow("Embedding", padding, weight);
            y = Where(flat.EqualTo(at).Unsqueeze(1), y.Detach(), y);
        }
        return y.Reshape(Shape.Owning([.. index.Shape.Extents, weight.Shape[1]]));
    }

    private static void CheckTable(string op, Tensor weight)
    {
        if (weight.Rank != 2) throw new ArgumentException($"{op}: the table has shape {weight.Shape}, it must be a matrix [rows, width].{NameScope.Suffix}", nameof(weight));
    }

    private static int PaddingRow(string op, int paddingIndex, Tensor weight)
    {
        var rows = weight.Shape[0];
        if (paddingIndex < -rows || paddingIndex >= rows)
            throw new ArgumentOutOfRangeException(nameof(paddingIndex), paddingIndex, $"{op}: the padding index {paddingIndex} is no row of the table {weight.Shape}.{NameScope.Suffix}");
        return paddingIndex < 0 ? paddingIndex + rows : paddingIndex;
    }
}
