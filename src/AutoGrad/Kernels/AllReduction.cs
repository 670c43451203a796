namespace AutoGrad.Kernels;

/// <summary>Whether all elements are true.</summary>
internal readonly struct AllReduction : IReduction<bool>
{
    public bool Identity => true;

    public bool Run(ReadOnlySpan<bool> x) => !x.Contains(false);

    public void Accumulate(Span<bool> acc, ReadOnlySpan<bool> x)
    {
        for (var i = 0; i < acc.Length; i++) acc[i] &= x[i];
    }

    public bool Combine(bool a, bool b) => a & b;
}
