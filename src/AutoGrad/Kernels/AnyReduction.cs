namespace AutoGrad.Kernels;

/// <summary>Whether any element is true.</summary>
internal readonly struct AnyReduction : IReduction<bool>
{
    public bool Identity => false;

    public bool Run(ReadOnlySpan<bool> x) => x.Contains(true);

    public void Accumulate(Span<bool> acc, ReadOnlySpan<bool> x)
    {
        for (var i = 0; i < acc.Length; i++) acc[i] |= x[i];
    }

    public bool Combine(bool a, bool b) => a | b;
}
