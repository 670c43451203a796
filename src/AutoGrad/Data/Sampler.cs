namespace AutoGrad.Data;

/// <summary>Decides which rows of a data set an epoch has, and in which order.</summary>
public abstract class Sampler
{
    /// <summary>Number of rows in an epoch.</summary>
    public abstract int Count { get; }

    /// <summary>The rows of an epoch, in order.</summary>
    /// <param name="random">A generator of this epoch alone: what is drawn from nothing else is the same whenever the epoch is repeated.</param>
    /// <returns><see cref="Count"/> row numbers from 0.</returns>
    public abstract long[] Order(Generator random);
}
