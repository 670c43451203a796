namespace AutoGrad.Compare;

/// <summary>The times of some rounds.</summary>
/// <param name="Median">The median round.</param>
/// <param name="Best">The shortest round.</param>
internal sealed record Timing(double Median, double Best)
{
    public static Timing Of(IReadOnlyCollection<double> rounds) => new(rounds.Order().ElementAt(rounds.Count / 2), rounds.Min());
}
