namespace AutoGrad.Ops;

/// <summary>What batching rules are written with: the samples as one more axis in front.</summary>
internal static class BatchAxis
{
    extension(BatchedInputs x)
    {
        /// <summary>An input with its samples in front, then as many axes as asked for: extents of 1 are put between.</summary>
        public Tensor Aligned(int input, int rank)
        {
            var t = x[input];
            if (!x.Has(input) || t.Rank == rank + 1) return t;
            var extents = new int[rank + 1];
            Array.Fill(extents, 1);
            extents[0] = t.Shape[0];
            t.Shape.Extents[1..].CopyTo(extents.AsSpan(rank + 2 - t.Rank));
            return t.Reshape(Shape.Owning(extents));
        }

        /// <summary>An input with its samples in front; repeated, if all samples share it.</summary>
        public Tensor Whole(int input) => x.Has(input) ? x[input] : x[input].Expand(Behind(x[input].Shape, x.Size));

        /// <summary>The inputs of one sample.</summary>
        public Tensor[] Sample(int k)
        {
            var sample = new Tensor[x.Count];
            for (var i = 0; i < sample.Length; i++) sample[i] = x.Has(i) ? x[i].Select(0, k) : x[i];
            return sample;
        }
    }

    /// <summary>An op that works along its own first axis, on images say, applied to [samples, first, ...] as one longer axis.</summary>
    public static Tensor OverSamples(this Tensor x, Func<Tensor, Tensor> op)
    {
        var y = op(x.Reshape(Shape.Concat([x.Shape[0] * x.Shape[1]], x.Shape.Extents[2..])));
        return y.Reshape(Shape.Concat(x.Shape.Extents[..2], y.Shape.Extents[1..]));
    }

    /// <summary>Places in the elements of one sample, as places in those of all.</summary>
    public static int[] Repeat(ReadOnlySpan<int> positions, int sampleSize, int samples)
    {
        var all = new int[positions.Length * samples];
        for (var i = 0; i < all.Length; i++)
        {
            var at = positions[i % positions.Length];
            all[i] = at < 0 ? at : at + i / positions.Length * sampleSize;
        }
        return all;
    }

    /// <summary>A shape behind the axis of samples.</summary>
    public static Shape Behind(Shape shape, int size) => Shape.Concat([size], shape.Extents);
}
