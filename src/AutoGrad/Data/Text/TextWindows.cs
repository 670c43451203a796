namespace AutoGrad.Data;

/// <summary>Stretches of a long sequence, each with the one that lies a step further: what a model of language learns from.</summary>
/// <remarks>Row i has the inputs t[i·stride .. i·stride + length) and, as targets, the same stretch moved on by one.</remarks>
public sealed class TextWindows : Dataset
{
    private readonly Tensor _tokens;

    /// <summary>Cuts a sequence into windows; nothing is copied.</summary>
    /// <param name="tokens">The sequence, such as <see cref="CharacterVocabulary.Encode"/> gives: one axis, longer than a window.</param>
    /// <param name="length">Length of a window.</param>
    /// <param name="stride">From the beginning of one window to that of the next; null for <paramref name="length"/>, so that they do not overlap.</param>
    /// <exception cref="ArgumentException">The sequence has other than one axis, or is not longer than a window.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is less than 1.</exception>
    public TextWindows(Tensor tokens, int length, int? stride = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (stride is { } step) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step, nameof(stride));
        if (tokens.Rank != 1) throw new ArgumentException($"TextWindows: a sequence has one axis, unlike {tokens.Shape}.", nameof(tokens));
        if (tokens.Size <= length) throw new ArgumentException($"TextWindows: a sequence of {tokens.Size} has no window of {length} with a token behind it.", nameof(tokens));
        (_tokens, Length, Stride) = (tokens, length, stride ?? length);
        Count = (tokens.Size - length - 1) / Stride + 1;
    }

    /// <summary>Length of a window.</summary>
    public int Length { get; }

    /// <summary>From the beginning of one window to that of the next.</summary>
    public int Stride { get; }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>Fetches windows.</summary>
    /// <param name="rows">Their numbers from 0, in the order wanted; Int64, one axis.</param>
    /// <returns>Inputs and targets, both [rows, length].</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no window of such a number.</exception>
    public override Batch Fetch(Tensor rows)
    {
        var numbers = RowNumbers.Of(rows, Count);
        var (inputs, targets) = (Tensor.New([numbers.Length, Length], _tokens.DType), Tensor.New([numbers.Length, Length], _tokens.DType));
        Dispatch.Bits(_tokens.DType, new Copy(_tokens, inputs, targets, numbers, Stride));
        return new Batch(inputs.AsData(), targets.AsData());
    }

    private readonly struct Copy(Tensor tokens, Tensor inputs, Tensor targets, long[] numbers, int stride) : IBitsKernel
    {
        public void Run<T>() where T : unmanaged
        {
            var from = tokens.Bits<T>();
            var length = inputs.Shape[1];
            for (var row = 0; row < numbers.Length; row++)
            {
                var start = (int)numbers[row] * stride;
                from.Slice(start, length).CopyTo(inputs.Bits<T>().Slice(row * length, length));
                from.Slice(start + 1, length).CopyTo(targets.Bits<T>().Slice(row * length, length));
            }
        }
    }
}
