// What a small recorded op costs, forward and backward, beside the same chain in PyTorch.
// usage: dotnet run -c Release --project perf/AutoGrad.Compare [op1] [op16]
// Rounds of both sides alternate, so that a change of the machine's speed meets both. Needs python3 with torch for the peer.
using System.Globalization;
using AutoGrad.Compare;

const int Rounds = 5;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var sizes = args.Length == 0 ? [1, 16] : Array.ConvertAll(args, a => a switch { "op1" => 1, "op16" => 16, _ => throw new ArgumentException($"no workload is named {a}: op1, op16") });
Console.WriteLine("workload       ours ns (best)   bytes   torch ns (best)   torch / ours, medians (bests)");
foreach (var size in sizes)
{
    foreach (var kind in new[] { "mix", "add", "mul", "tanh" })
    {
        var (ours, peers, bytes) = (new List<double>(), new List<double>(), 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            (var time, bytes) = new Chain(kind, size).Measure();
            ours.Add(time);
            if (TorchPeer.Overhead(kind, size) is { } peer) peers.Add(peer);
        }
        var line = $"op{size,-3} {kind,-5} {Median(ours),8:F0} ({ours.Min(),5:F0}) {bytes,7:F0}";
        Console.WriteLine(peers.Count < Rounds
            ? line + "   torch not found: install python3-torch to compare"
            : line + $" {Median(peers),10:F0} ({peers.Min(),5:F0}) {Median(peers) / Median(ours),14:F1} ({peers.Min() / ours.Min():F1})");
    }
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
