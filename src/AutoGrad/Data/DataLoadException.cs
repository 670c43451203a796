namespace AutoGrad.Data;

/// <summary>A sample or a batch could not be made. The message says which; <see cref="Exception.InnerException"/> is what went wrong.</summary>
public sealed class DataLoadException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What could not be made, and why.</param>
    /// <param name="index">The number of the sample, if it is known.</param>
    /// <param name="inner">What went wrong.</param>
    public DataLoadException(string message, long? index, Exception inner) : base(message, inner) => Index = index;

    /// <summary>The row of the data set, or the place in the stream, from 0; null if the fault is not one sample's.</summary>
    public long? Index { get; }

    /// <summary>The fault of one sample.</summary>
    internal static DataLoadException OfSample(long index, Exception inner) => new($"Sample {index}: {inner.Message}", index, inner);

    /// <summary>The fault of a batch; the sample at fault stays named.</summary>
    internal static DataLoadException OfBatch(LoaderPosition place, string samples, Exception inner) => inner is DataLoadException known
        ? new($"Batch {place.Batch} of epoch {place.Epoch}: {known.Message}", known.Index, known.InnerException!)
        : new($"Batch {place.Batch} of epoch {place.Epoch}, {samples}: {inner.Message}", null, inner);
}
