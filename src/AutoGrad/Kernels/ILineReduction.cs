namespace AutoGrad.Kernels;

/// <summary>An associative way to make one number of a line of them.</summary>
internal interface ILineReduction<T>
{
    /// <summary>Reduces a contiguous run that is not empty.</summary>
    T Run(ReadOnlySpan<T> x);

    /// <summary>What two halves give together.</summary>
    T Combine(T a, T b);
}
