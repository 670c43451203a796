using System.Diagnostics;
using System.Globalization;
using AutoGrad.Compare.Workloads;

namespace AutoGrad.Compare.Sides;

/// <summary>The other end of <see cref="Side"/>: a process that holds one workload and does what standard input says. It blocks on the pipe in between, so that the peer has the machine.</summary>
/// <remarks><c>write PATH</c> and <c>read PATH</c>: the start; <c>witness N</c>: N steps' numbers; <c>run SECONDS</c>: how many steps took how long; <c>memory</c>: the peak in MiB.</remarks>
internal static class Server
{
    public static int Serve(Workload workload)
    {
        while (Console.In.ReadLine() is { } line)
        {
            var words = line.Split(' ', 2);
            Console.Out.WriteLine(words[0] switch
            {
                "write" => Write(words[1], workload),
                "read" => Read(words[1], workload),
                "witness" => string.Join(' ', Enumerable.Range(0, int.Parse(words[1], CultureInfo.InvariantCulture)).Select(_ => workload.Witness().ToString("R", CultureInfo.InvariantCulture))),
                "run" => Run(double.Parse(words[1], CultureInfo.InvariantCulture), workload),
                "memory" => PeakMemory().ToString("F1", CultureInfo.InvariantCulture),
                _ => $"what is '{line}'?",
            });
            Console.Out.Flush();
        }
        return 0;
    }

    private static string Write(string path, Workload workload)
    {
        StartFile.Write(path, workload.Start);
        return "ok";
    }

    private static string Read(string path, Workload workload)
    {
        ((OpenBlasProduct)workload).Read(path);
        return "ok";
    }

    // the clock is read once a block, whose length is found while running
    private static string Run(double seconds, Workload workload)
    {
        var (steps, block) = (0L, 1L);
        var start = Stopwatch.GetTimestamp();
        double elapsed;
        do
        {
            var before = Stopwatch.GetElapsedTime(start).TotalSeconds;
            for (var i = 0L; i < block; i++) workload.Step();
            steps += block;
            elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (elapsed - before < 1e-3) block *= 2;
        } while (elapsed < seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{steps * workload.StepsPerCall} {elapsed:R}");
    }

    private static double PeakMemory()
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
            if (line.StartsWith("VmHWM:", StringComparison.Ordinal)) return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        return double.NaN;
    }
}
