namespace AutoGrad;

/// <summary>What stands between the brackets of <c>x[...]</c> for one axis: a number, a range, a tensor, an ellipsis, a new axis.</summary>
/// <remarks>
/// Numbers, <see cref="Index"/>, <see cref="Range"/> and tensors convert by themselves:
/// <code>
/// x[0]                                      // the first row
/// x[1..3, ^1]                               // the last column of two rows
/// x[TensorIndex.Ellipsis, 0]                // index 0 of the last axis
/// x[TensorIndex.Slice(step: -1)]            // rows in reverse order
/// x[x > 0]                                  // the elements a mask selects
/// x[Tensor.From([2L, 0L])]                  // rows 2 and 0
/// </code>
/// </remarks>
public readonly struct TensorIndex
{
    private readonly int _step;

    private TensorIndex(IndexKind kind, Index? start = null, Index? stop = null, int step = 1, Tensor? tensor = null) =>
        (Kind, Start, Stop, _step, Tensor) = (kind, start, stop, step, tensor);

    /// <summary>All axes that are not named otherwise.</summary>
    public static TensorIndex Ellipsis { get; } = new(IndexKind.Ellipsis);

    /// <summary>A new axis of extent 1.</summary>
    public static TensorIndex NewAxis { get; } = new(IndexKind.NewAxis);

    internal IndexKind Kind { get; }

    internal Index? Start { get; }

    internal Index? Stop { get; }

    // 0 in a default value
    internal int Step => _step == 0 ? 1 : _step;

    internal Tensor? Tensor { get; }

    /// <summary>Every step-th index from start to before stop, by numpy's rules: what lies outside of the axis is cut off.</summary>
    /// <param name="start">The first index, from the end when negative; null for the end the step starts from.</param>
    /// <param name="stop">Where to stop, not included, from the end when negative; null for the other end.</param>
    /// <param name="step">From one index to the next; negative to go back, not 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is 0.</exception>
    public static TensorIndex Slice(int? start = null, int? stop = null, int step = 1)
    {
        if (step == 0) throw new ArgumentOutOfRangeException(nameof(step), step, $"Slice: the step cannot be 0.{NameScope.Suffix}");
        return new TensorIndex(IndexKind.Slice, start is { } a ? Signed(a) : null, stop is { } b ? Signed(b) : null, step);
    }

    /// <summary>One index of the axis, which the result does not have; from the end when negative.</summary>
    public static implicit operator TensorIndex(int index) => new(IndexKind.Number, Signed(index));

    /// <summary>One index of the axis, which the result does not have.</summary>
    public static implicit operator TensorIndex(Index index) => new(IndexKind.Number, index);

    /// <summary>A range of the axis; what lies outside of the axis is cut off.</summary>
    public static implicit operator TensorIndex(Range range) => new(IndexKind.Slice, range.Start, range.End);

    /// <summary>A mask (Bool), over as many axes as it has, or indices (Int64 or Int32) of one axis.</summary>
    public static implicit operator TensorIndex(Tensor tensor) => new(IndexKind.Tensor, tensor: tensor);

    // int.MinValue has no counterpart; it is outside of every axis either way
    private static Index Signed(int index) => index < 0 ? new Index(-Math.Max(index, -int.MaxValue), fromEnd: true) : new Index(index);
}

/// <summary>The kinds of a <see cref="TensorIndex"/>; 0 is the whole axis, so that <c>default</c> means something.</summary>
internal enum IndexKind : byte
{
    Slice,
    Number,
    Ellipsis,
    NewAxis,
    Tensor,
}
