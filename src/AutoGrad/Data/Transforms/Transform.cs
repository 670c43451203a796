namespace AutoGrad.Data;

/// <summary>Changes one part of a batch, each sample along the first axis for itself: scales, crops, turns.</summary>
/// <remarks><code>
/// var augment = new Compose(new RandomCrop(28, 28, padding: 2), new RandomRotation(10), new Normalize(0.13, 0.31));
/// var loader = new DataLoader(train, batchSize: 64, shuffle: true, seed: 1) { Transform = augment.OnPart(0), Workers = 2 };
/// var test = augment.Apply(images, new Generator(0));
/// </code></remarks>
public abstract class Transform
{
    /// <summary>Changes a batch of one part.</summary>
    /// <param name="x">The samples, counted by the first axis.</param>
    /// <param name="random">Where random numbers come from.</param>
    /// <returns>As many samples.</returns>
    public abstract Tensor Apply(Tensor x, Generator random);

    /// <summary>This transform for one part of the batches of a loader.</summary>
    /// <param name="part">Which part, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="part"/> is negative.</exception>
    public BatchTransform OnPart(int part)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        return (batch, random) =>
        {
            ArgumentNullException.ThrowIfNull(batch);
            if (part >= batch.Count) throw new ArgumentException($"{GetType().Name} should change part {part}, but the batch has {batch.Count}.", nameof(batch));
            return batch.With(part, Apply(batch[part], random));
        };
    }

    /// <summary>Images have their rows and columns on the last two axes, and one axis before them that counts them.</summary>
    private protected void CheckImages(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 3) throw new ArgumentException($"{GetType().Name}: images are [count, ..., rows, columns], not {x.Shape}.", nameof(x));
    }

    /// <summary>One number in [0, 1) for each sample.</summary>
    private protected static double[] Draw(Tensor x, Generator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Tensor.Rand([x.Shape[0]], DType.Float64, random).ToArray<double>();
    }
}
