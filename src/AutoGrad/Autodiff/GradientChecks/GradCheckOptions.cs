using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>How <see cref="GradCheck"/> checks.</summary>
public sealed record GradCheckOptions
{
    /// <summary>The highest order of derivative to check: 1 by default; 2 also checks the gradient of the gradient, with cross terms between inputs and the derivative by the upstream gradient.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Order { get; init => field = value >= 1 ? value : throw OutOfRange(value); } = 1;

    /// <summary>Compare each element of each input with each element of each output, instead of one random direction an input. Slower, and names the element.</summary>
    public bool FullJacobian { get; init; }

    /// <summary>The step h, relative to max(1, |x|). Null, the default, is the cube root of the machine precision, about 6e-6.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double? Step { get; init => field = value is null or (> 0 and < double.PositiveInfinity) ? value : throw OutOfRange(value); }

    /// <summary>The difference allowed, relative to the larger of the two numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not a number.</exception>
    public double RelativeTolerance { get; init => field = value >= 0 ? value : throw OutOfRange(value); } = 1e-6;

    /// <summary>The difference allowed in any case.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not a number.</exception>
    public double AbsoluteTolerance { get; init => field = value >= 0 ? value : throw OutOfRange(value); } = 1e-8;

    /// <summary>Decides the random directions and upstream gradients: the same seed checks the same.</summary>
    public int Seed { get; init; }

    /// <summary>How often the function and its gradients are computed at the same point; they must agree to the bit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Repetitions { get; init => field = value >= 1 ? value : throw OutOfRange(value); } = 2;

    /// <summary>What to call the function in messages; null for the name of the op that made the output.</summary>
    public string? Name { get; init; }

    private static ArgumentOutOfRangeException OutOfRange(object? value, [CallerMemberName] string name = "") =>
        new(name, value, $"GradCheckOptions.{name} cannot be {value}.");
}
