namespace AutoGrad;

/// <summary>How a <see cref="FuzzCandidate"/> is to be called on an operand of some shape.</summary>
/// <param name="Settings">The integers that the call reads: axes, sizes, indices. Empty if it reads none.</param>
/// <param name="Others">The shapes of the operands after the first.</param>
public sealed record FuzzCall(int[] Settings, params Shape[] Others)
{
    /// <summary>The integers that the call reads: axes, sizes, indices.</summary>
    public int[] Settings { get; init; } = Settings ?? throw new ArgumentNullException(nameof(Settings));

    /// <summary>The shapes of the operands after the first.</summary>
    public Shape[] Others { get; init; } = Others ?? throw new ArgumentNullException(nameof(Others));
}
