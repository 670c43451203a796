namespace AutoGrad.Data;

/// <summary>Ways to put samples together into a batch.</summary>
public static class Collate
{
    /// <summary>Stacks each part along a new first axis: samples of equal shapes.</summary>
    /// <param name="samples">At least one sample; all have as many parts, of the same shapes and element types.</param>
    /// <exception cref="ArgumentException">There is no sample, or they do not fit together; the message names the sample, counted within the batch.</exception>
    public static Batch Stack(IReadOnlyList<Tensor[]> samples) => Parts(samples, (part, column) =>
    {
        for (var i = 1; i < column.Length; i++)
            if (column[i].Shape != column[0].Shape)
                throw new ShapeMismatchException("Collate.Stack", column[0].Shape, column[i].Shape, $"part {part} of sample {i} of the batch has another shape than that of sample 0: use Collate.Pad for samples of different lengths");
        return Tensor.Stack(column);
    });

    /// <summary>Stacks samples of different lengths: the first axis of each part is filled up to the longest in the batch.</summary>
    /// <param name="value">What to fill up with.</param>
    /// <returns>A function for a data set; it adds a last part to the batch, the true lengths of part 0: Int64, one a sample.</returns>
    public static CollateFunction Pad(double value = 0) => samples =>
    {
        var padded = Parts(samples, (part, column) =>
        {
            var longest = 0;
            for (var i = 0; i < column.Length; i++)
            {
                if (column[i].Rank == 0) throw new ArgumentException($"Collate.Pad: part {part} of sample {i} of the batch is a scalar: it has no length.", nameof(samples));
                if (!column[i].Shape.Extents[1..].SequenceEqual(column[0].Shape.Extents[1..]))
                    throw new ShapeMismatchException("Collate.Pad", column[0].Shape, column[i].Shape, $"part {part} of sample {i} of the batch differs from that of sample 0 in more than its length");
                longest = Math.Max(longest, column[i].Shape[0]);
            }
            return Tensor.Stack(Array.ConvertAll(column, x => Lengthen(x, longest, value)));
        });
        var lengths = new long[samples.Count];
        for (var i = 0; i < lengths.Length; i++) lengths[i] = samples[i][0].Shape[0];
        return new Batch([.. padded.Parts, Tensor.From(lengths)]);
    };

    private static Tensor Lengthen(Tensor x, int length, double value)
    {
        if (x.Shape[0] == length) return x;
        Span<(int, int)> amounts = stackalloc (int, int)[x.Rank];
        amounts.Clear();
        amounts[0] = (0, length - x.Shape[0]);
        return x.Pad(amounts, value);
    }

    private static Batch Parts(IReadOnlyList<Tensor[]> samples, Func<int, Tensor[], Tensor> together)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0) throw new ArgumentException("A batch has at least one sample.", nameof(samples));
        var parts = new Tensor[samples[0]?.Length ?? 0];
        for (var part = 0; part < parts.Length; part++)
        {
            var column = new Tensor[samples.Count];
            for (var i = 0; i < column.Length; i++)
            {
                if (samples[i]?.Length != parts.Length) throw new ArgumentException($"Sample {i} of the batch has {samples[i]?.Length ?? 0} parts, and sample 0 has {parts.Length}.", nameof(samples));
                column[i] = samples[i][part] ?? throw new ArgumentException($"Part {part} of sample {i} of the batch is null.", nameof(samples));
                if (column[i].DType != column[0].DType) throw new ArgumentException($"Part {part} of sample {i} of the batch is {column[i].DType}, and that of sample 0 is {column[0].DType}.", nameof(samples));
            }
            parts[part] = together(part, column);
        }
        return new Batch(parts);
    }
}
