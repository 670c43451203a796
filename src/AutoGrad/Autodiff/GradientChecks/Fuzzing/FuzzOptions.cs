namespace AutoGrad;

/// <summary>How <see cref="GradCheck.Fuzz"/> makes and checks its graphs.</summary>
public sealed record FuzzOptions
{
    /// <summary>Decides the graphs: the same seed makes the same, and graph number k does not depend on those before it.</summary>
    public int Seed { get; init; }

    /// <summary>The number of the first graph; a failure is repeated alone with its number here and a count of 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int First { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "FuzzOptions.First cannot be negative."); }

    /// <summary>How many graphs to make; it stops at the first failure.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Count { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "FuzzOptions.Count must be at least 1."); } = 1000;

    /// <summary>The most calls in a graph.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxCalls { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "FuzzOptions.MaxCalls must be at least 1."); } = 8;

    /// <summary>How each graph's gradients are compared with central differences. By default to order 2, with 1e-5 relative and 1e-7 absolute tolerance: errors of rounding grow along a graph.</summary>
    public GradCheckOptions Check { get; init; } = new() { Order = 2, RelativeTolerance = 1e-5, AbsoluteTolerance = 1e-7, Repetitions = 1 };

    /// <summary>A further check of each graph, against an evaluation of your own: what is wrong, or null.</summary>
    public Func<FuzzGraph, string?>? FurtherCheck { get; init; }
}
