namespace AutoGrad.Data;

/// <summary>Rows that can be fetched by number. Derive from it to read them from elsewhere than memory.</summary>
public abstract class Dataset
{
    /// <summary>Number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>Fetches some rows.</summary>
    /// <param name="rows">Row numbers from 0, in the order wanted; Int64, one axis.</param>
    /// <returns>One tensor for each part of a row, such as inputs and targets; the first axis counts the rows.</returns>
    public abstract Batch Fetch(Tensor rows);
}
