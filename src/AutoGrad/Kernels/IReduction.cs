namespace AutoGrad.Kernels;

/// <summary>An associative way to make one number of many.</summary>
internal interface IReduction<T>
{
    /// <summary>The result for no elements.</summary>
    T Identity { get; }

    /// <summary>Reduces a contiguous run that is not empty.</summary>
    T Run(ReadOnlySpan<T> x);

    /// <summary>acc = acc ∘ x, element by element.</summary>
    void Accumulate(Span<T> acc, ReadOnlySpan<T> x);

    /// <summary>a ∘ b.</summary>
    T Combine(T a, T b);
}
