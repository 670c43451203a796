namespace AutoGrad.Tests.Fuzz;

/// <summary>How near a candidate's operands are to a jump, where rounding decides on which side of it each evaluation falls.</summary>
/// <remarks>Chance never comes near one, but structure does: the sum of a softmax is 1, give or take the last digit.</remarks>
internal static class DualJumps
{
    private const double Near = 1e-9;

    private static readonly Dictionary<string, Func<double[], double>> s_distances = new()
    {
        ["Sign"] = x => x[0],
        ["Floor"] = x => ToWhole(x[0]),
        ["Ceiling"] = x => ToWhole(x[0]),
        ["Truncate"] = x => ToWhole(x[0]),
        ["Frac"] = x => ToWhole(x[0]),
        ["Round"] = x => ToWhole(x[0] - 0.5),
        ["Fmod"] = x => ToWhole(x[0] / x[1]),
        ["Remainder"] = x => ToWhole(x[0] / x[1]),
        ["WholeDivision"] = x => ToWhole(x[0] / x[1]),
        ["CopySign"] = x => x[1],
        ["Threshold"] = x => x[0] - 0.5,
        ["Hardshrink"] = x => Math.Abs(x[0]) - 0.5,
        ["Where"] = x => x[0] - 0.25,
        ["MaskedFill"] = x => x[0] + 0.25,
        ["MaskedScatter"] = x => x[0],
    };

    public static bool AreNear(string candidate, DualArray[] x)
    {
        if (!s_distances.TryGetValue(candidate, out var distance)) return false;
        if (candidate == "MaskedScatter") x = x[..1];
        var points = DualArray.Build(DualArray.BroadcastExtents(x), i => distance(Array.ConvertAll(x, a => a.Broadcast(i).V)));
        return points.Data.Any(p => Math.Abs(p.V) < Near);
    }

    private static double ToWhole(double v) => v - Math.Round(v);
}
