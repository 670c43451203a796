namespace AutoGrad;

/// <summary>The library's own operations, for <see cref="GradCheck.Fuzz"/>.</summary>
public static class FuzzCandidates
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<FuzzCandidate> All { get; } =
    [
        .. ArithmeticCandidates.All,
        .. MathCandidates.All,
        .. ActivationCandidates.All,
        .. ReductionCandidates.All,
        .. ViewCandidates.All,
        .. IndexingCandidates.All,
        .. OrderingCandidates.All,
        .. ProductCandidates.All,
        .. WindowCandidates.All,
        .. LayerCandidates.All,
        .. LinearAlgebraCandidates.All,
    ];
}
