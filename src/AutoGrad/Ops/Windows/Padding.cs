namespace AutoGrad;

/// <summary>How many zeros a convolution puts around its input: <c>padding: 1</c>, <c>padding: (1, 2)</c>, <c>padding: Padding.Same</c>.</summary>
/// <remarks>PyTorch's <c>padding='same'</c> and <c>'valid'</c>; <c>default</c> is none.</remarks>
public readonly record struct Padding
{
    private readonly PerAxis _amount;

    private Padding(PerAxis amount, bool same) => (_amount, IsSame) = (amount, same);

    /// <summary>As much as keeps the extents of the input, at stride 1; where that is odd, the larger half comes after.</summary>
    public static Padding Same { get; } = new(0, same: true);

    /// <summary>None: windows stay inside the input.</summary>
    public static Padding Valid { get; } = new(0, same: false);

    /// <summary>True for <see cref="Same"/>.</summary>
    internal bool IsSame { get; }

    /// <summary>The zeros on each side.</summary>
    internal PerAxis Amount => _amount.IsDefault ? 0 : _amount;

    /// <summary>The same on each side of each axis.</summary>
    /// <param name="amount">How many zeros.</param>
    public static implicit operator Padding(int amount) => new(amount, same: false);

    /// <summary>One amount for each axis, on each of its sides.</summary>
    /// <param name="amounts">How many zeros.</param>
    public static implicit operator Padding(PerAxis amounts) => new(amounts, same: false);

    /// <summary>One amount for each of two axes, on each of its sides.</summary>
    /// <param name="amounts">For the height and for the width.</param>
    public static implicit operator Padding((int Height, int Width) amounts) => new(amounts, same: false);

    /// <summary>One amount for each of three axes, on each of its sides.</summary>
    /// <param name="amounts">For the depth, the height and the width.</param>
    public static implicit operator Padding((int Depth, int Height, int Width) amounts) => new(amounts, same: false);

    /// <summary>The amount, or "same".</summary>
    public override string ToString() => IsSame ? "same" : Amount.ToString();
}
