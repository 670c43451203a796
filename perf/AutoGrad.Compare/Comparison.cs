using System.Globalization;
using AutoGrad.Compare.Limits;
using AutoGrad.Compare.Sides;
using AutoGrad.Compare.Workloads;

namespace AutoGrad.Compare;

/// <summary>Measures one workload: our side and its peers take turns, each in a fresh process that waits while another works.</summary>
internal sealed class Comparison(Options options, MachineLimits limits)
{
    private const int Witnesses = 3;
    private const double Tolerance = 1e-4;

    // a peer's threads go on spinning for a while after its round
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(60);

    /// <summary>A row for each peer, or one without a peer.</summary>
    public IReadOnlyList<Row> Run(string name)
    {
        var start = Path.GetTempFileName();
        var sides = new List<Side> { Side.Ours(name, options) };
        try
        {
            var ours = sides[0];
            ours.Ask($"write {start}");
            if (options.Torch) sides.AddRange(Side.Torch(name, options));
            if (options.OpenBlas && ProductShape.Parse(name) is not null) sides.Add(Side.OpenBlas(name, options));
            foreach (var peer in sides.Skip(1)) peer.Ask($"read {start}");
            var witnesses = sides.ConvertAll(side => side.Witness(Witnesses));
            foreach (var side in sides) side.Run(options.WarmSeconds);
            for (var round = 0; round < options.Rounds; round++)
                foreach (var side in sides)
                {
                    Thread.Sleep(s_pause);
                    side.Rounds.Add(side.Run(options.RoundSeconds));
                }
            return [.. Rows(name, sides, witnesses)];
        }
        finally
        {
            foreach (var side in sides) side.Dispose();
            File.Delete(start);
        }
    }

    private IEnumerable<Row> Rows(string name, List<Side> sides, List<double[]> witnesses)
    {
        var (ours, memory) = (Timing.Of(sides[0].Rounds), sides[0].PeakMemory());
        var share = Share(name, ours.Median);
        if (sides.Count == 1) yield return new Row(name, options.Threads, null, ours, null, memory, null, true, share);
        // of one peer's settings the fastest counts
        foreach (var settings in sides.Skip(1).GroupBy(side => side.Name.Split(' ')[0]))
        {
            var best = settings.MinBy(side => Timing.Of(side.Rounds).Median)!;
            var (mine, theirs) = (witnesses[0], witnesses[sides.IndexOf(best)]);
            var agrees = mine.Zip(theirs).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance * Math.Max(1, Math.Abs(pair.Second)));
            yield return new Row(
                name, options.Threads, settings.Key, ours, new Timing(Timing.Of(best.Rounds).Median, settings.Min(side => side.Rounds.Min())), memory, best.PeakMemory(), agrees,
                agrees ? share : $"VOID: ours {Join(mine)}, {best.Name} {Join(theirs)}");
        }
    }

    /// <summary>Our rate, and what it is of the machine's.</summary>
    private string Share(string name, double milliseconds)
    {
        var workload = Catalog.Create(name);
        if (workload.Operations > 0)
        {
            var (rate, peak) = (workload.Operations / milliseconds / 1e6, limits.Arithmetic(ProductShape.Parse(name)?.IsDouble ?? false));
            return string.Create(CultureInfo.InvariantCulture, $"{rate:F1} GF/s, {rate / peak:P0} of peak");
        }
        if (workload.Bytes > 0)
        {
            var (rate, bandwidth) = (workload.Bytes / milliseconds / 1e6, limits.Bandwidth((long)workload.Bytes));
            return string.Create(CultureInfo.InvariantCulture, $"{rate:F1} GB/s, {rate / bandwidth:P0} of bandwidth");
        }
        return "";
    }

    private static string Join(double[] numbers) => string.Join(' ', numbers.Select(n => n.ToString("G7", CultureInfo.InvariantCulture)));
}
