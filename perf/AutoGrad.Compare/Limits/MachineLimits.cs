using System.Diagnostics;

namespace AutoGrad.Compare.Limits;

/// <summary>What the machine can do at most, measured: arithmetic in registers, and copies of a given size.</summary>
/// <param name="threads">Threads that work at the same time.</param>
/// <param name="wide">Whether arithmetic may use vectors of 512 bits.</param>
internal sealed class MachineLimits(int threads, bool wide)
{
    private const int Trials = 7;
    private const double Seconds = 0.02;

    private static readonly TimeSpan s_warm = TimeSpan.FromSeconds(0.25);

    private readonly Dictionary<(long, bool), double> _streams = [];
    private double? _single, _double;

    /// <summary>Fused multiply-adds in registers, two operations each, in 10⁹ a second.</summary>
    public double Arithmetic(bool isDouble) => isDouble
        ? _double ??= Best(() => new FusedMultiplyAdds<double>(wide))
        : _single ??= Best(() => new FusedMultiplyAdds<float>(wide));

    /// <summary>Bytes read and written by b = a over a working set, in 10⁹ a second.</summary>
    public double Copy(long workingSet) => Stream(workingSet, triad: false);

    /// <summary>Bytes read and written by a = s·c + b over a working set, in 10⁹ a second.</summary>
    public double Triad(long workingSet) => Stream(workingSet, triad: true);

    /// <summary>The better of both.</summary>
    public double Bandwidth(long workingSet) => Math.Max(Copy(workingSet), Triad(workingSet));

    private double Stream(long workingSet, bool triad)
    {
        if (!_streams.TryGetValue((workingSet, triad), out var rate))
            _streams[(workingSet, triad)] = rate = Best(() => triad ? new StreamTriad(workingSet / threads) : new StreamCopy(workingSet / threads));
        return rate;
    }

    // all threads start together; what counts is when the last one is done
    private double Best(Func<ILoop> create)
    {
        var loops = new ILoop[threads];
        for (var i = 0; i < threads; i++) loops[i] = create();
        // past the tiers of the compiler
        for (var warm = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(warm) < s_warm;) loops[0].Run(1);
        var repeats = 1;
        while (true)
        {
            var start = Stopwatch.GetTimestamp();
            loops[0].Run(repeats);
            if (Stopwatch.GetElapsedTime(start).TotalSeconds >= Seconds) break;
            repeats *= 2;
        }
        var best = 0.0;
        for (var trial = 0; trial < Trials; trial++)
        {
            using var barrier = new Barrier(threads + 1);
            var workers = Array.ConvertAll(loops, loop => new Thread(() =>
            {
                barrier.SignalAndWait();
                loop.Run(repeats);
            }));
            foreach (var worker in workers) worker.Start();
            var start = Stopwatch.GetTimestamp();
            barrier.SignalAndWait();
            foreach (var worker in workers) worker.Join();
            best = Math.Max(best, loops[0].Amount * repeats * threads / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }
        return best;
    }
}
