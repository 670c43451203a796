namespace AutoGrad;

/// <summary>The inputs of an op that is applied to a whole batch.</summary>
/// <param name="tensors">Each input; the first axis of a batched one is the samples.</param>
/// <param name="batched">Which are batched; at least one is.</param>
/// <param name="size">The number of samples.</param>
internal readonly ref struct BatchedInputs(ReadOnlySpan<Tensor> tensors, ReadOnlySpan<bool> batched, int size)
{
    private readonly ReadOnlySpan<Tensor> _tensors = tensors;
    private readonly ReadOnlySpan<bool> _batched = batched;

    /// <summary>The number of samples.</summary>
    public int Size { get; } = size;

    public int Count => _tensors.Length;

    public Tensor this[int input] => _tensors[input];

    /// <summary>Whether an input differs between samples.</summary>
    public bool Has(int input) => _batched[input];

    /// <summary>The number of axes an input has in one sample.</summary>
    public int Rank(int input) => _tensors[input].Rank - (_batched[input] ? 1 : 0);
}
