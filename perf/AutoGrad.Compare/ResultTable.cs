using System.Text.Json;
using AutoGrad.Compare.Limits;

namespace AutoGrad.Compare;

/// <summary>Prints rows for people, and writes them for programs.</summary>
internal static class ResultTable
{
    public static void PrintHead(Options options, MachineLimits limits, string? torch)
    {
        Console.WriteLine($"{Processor()}, {Environment.ProcessorCount} processors; .NET {Environment.Version}, workstation collector, not concurrent; {options.Threads} thread(s) a side");
        if (options.Avx2) Console.WriteLine("without AVX-512 on any side: DOTNET_EnableAVX512=0, OPENBLAS_CORETYPE=Haswell, ONEDNN_MAX_CPU_ISA=AVX2, ATEN_CPU_CAPABILITY=avx2");
        if (options.Torch) Console.WriteLine(torch ?? "torch: not found, install python3-torch and libopenblas0-pthread to compare");
        Console.WriteLine($"limits: fused multiply-add {limits.Arithmetic(false):F0} GF/s single, {limits.Arithmetic(true):F0} double; copy (triad) GB/s: {string.Join(", ", new[] { 1L << 14, 1L << 18, 1L << 23, 1L << 28 }.Select(size => $"{(size < 1 << 20 ? $"{size >> 10} KiB" : $"{size >> 20} MiB")} {limits.Copy(size):F0} ({limits.Triad(size):F0})"))}");
        Console.WriteLine($"{options.Rounds} rounds of {options.RoundSeconds} s a side, in turns; a time is the mean of a step in the median round, in brackets in the best; ratio = peer / ours{(options.Quick ? "; QUICK: not for publication" : "")}");
        Console.WriteLine();
        Console.WriteLine($"{"workload",-26} {"thr",3} {"ours",9} {"(best)",11}   {"peer",-8} {"",9} {"(best)",11} {"ratio",7} {"(best)",8} {"MiB",6} {"peer",6}");
    }

    public static void Print(Row row)
    {
        var line = $"{row.Name,-26} {row.Threads,3} {Time(row.Ours.Median),9} {$"({Time(row.Ours.Best)})",11}   {row.Peer ?? "-",-8}";
        if (row.Theirs is { } theirs) line += $" {Time(theirs.Median),9} {$"({Time(theirs.Best)})",11} {row.Ratio,7:F2} {$"({row.RatioBest:F2})",8}";
        else line += new string(' ', 39);
        Console.WriteLine($"{line} {row.OursMiB,6:F0} {row.PeerMiB,6:F0}  {row.Remark}".TrimEnd());
    }

    /// <summary>Geometric means of the ratios to each peer, where a family has several rows.</summary>
    public static void PrintMeans(IEnumerable<Row> rows)
    {
        foreach (var family in rows.Where(r => r.Ratio is not null && r.Name.Contains("gemm_")).GroupBy(r => (r.Name[..5], r.Peer)))
            Console.WriteLine($"geometric mean of {family.Count()} {family.Key.Item1} ratios to {family.Key.Peer}: {Mean(family.Select(r => r.Ratio!.Value)):F2} (best {Mean(family.Select(r => r.RatioBest!.Value)):F2})");
    }

    public static void WriteJson(string path, IEnumerable<Row> rows)
    {
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            json.WriteNumber("threads", row.Threads);
            json.WriteString("peer", row.Peer);
            Write("ours_ms", row.Ours.Median);
            Write("ours_best_ms", row.Ours.Best);
            Write("peer_ms", row.Theirs?.Median);
            Write("peer_best_ms", row.Theirs?.Best);
            Write("ratio", row.Ratio);
            Write("ratio_best", row.RatioBest);
            Write("ours_mib", row.OursMiB);
            Write("peer_mib", row.PeerMiB);
            json.WriteBoolean("agrees", row.Agrees);
            json.WriteEndObject();
        }
        json.WriteEndArray();

        void Write(string name, double? number)
        {
            if (number is { } value && double.IsFinite(value)) json.WriteNumber(name, value);
            else json.WriteNull(name);
        }
    }

    private static double Mean(IEnumerable<double> ratios) => Math.Exp(ratios.Average(Math.Log));

    private static string Time(double milliseconds) => milliseconds switch
    {
        < 1e-3 => $"{milliseconds * 1e6:F0} ns",
        < 1 => $"{milliseconds * 1e3:F1} us",
        < 100 => $"{milliseconds:F2} ms",
        _ => $"{milliseconds:F0} ms",
    };

    private static string Processor()
    {
        foreach (var line in File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo") : [])
            if (line.StartsWith("model name", StringComparison.Ordinal)) return line[(line.IndexOf(':') + 2)..];
        return "an unknown processor";
    }
}
