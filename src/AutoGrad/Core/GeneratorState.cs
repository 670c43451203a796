namespace AutoGrad;

/// <summary>Where a <see cref="Generator"/> stands: enough to continue its numbers from there.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Position">How many blocks of 128 random bits have been used up.</param>
public readonly record struct GeneratorState(ulong Seed, ulong Position);
