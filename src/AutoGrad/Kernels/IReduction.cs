namespace AutoGrad.Kernels;

/// <summary>An associative way to make one number of many.</summary>
internal interface IReduction<T> : ILineReduction<T>
{
    /// <summary>The result for no elements.</summary>
    T Identity { get; }

    /// <summary>acc = acc ∘ x, element by element.</summary>
    void Accumulate(Span<T> acc, ReadOnlySpan<T> x);
}
