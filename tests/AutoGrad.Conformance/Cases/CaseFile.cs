using System.IO.Compression;
using System.Text.Json;

namespace AutoGrad.Conformance.Cases;

/// <summary>Reads files of cases: one JSON object a line, plain or packed with gzip. A file of regression problems is one line, and so is one of training runs.</summary>
internal static class CaseFile
{
    /// <summary>The public cases that this program carries.</summary>
    public static readonly string[] Public = ["cases_public.jsonl.gz", "graphs_public.jsonl.gz", "training_public.json.gz"];

    /// <summary>The cases of a file.</summary>
    /// <exception cref="InvalidDataException">A line is no case; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static List<ConformanceCase> Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(path, file);
    }

    /// <summary>One of the <see cref="Public"/> files.</summary>
    public static List<ConformanceCase> ReadPublic(string name)
    {
        using var stream = typeof(CaseFile).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException("The program carries no such file.", name);
        return Read(name, stream);
    }

    private static List<ConformanceCase> Read(string path, Stream stream)
    {
        using var unpacked = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using var reader = new StreamReader(unpacked);
        var (cases, number) = (new List<ConformanceCase>(), 0);
        try
        {
            while (reader.ReadLine() is { } line)
            {
                number++;
                if (string.IsNullOrWhiteSpace(line)) continue;
                using var json = JsonDocument.Parse(line);
                cases.AddRange(ReadCases(json.RootElement));
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or InvalidDataException or OverflowException)
        {
            // the parser counts lines too, from the start of this one
            var reason = e.Message.Split(" LineNumber:")[0];
            throw new InvalidDataException($"{path}:{Math.Max(number, 1)}: this is no case: {reason}", e);
        }
        return cases;
    }

    private static IEnumerable<ConformanceCase> ReadCases(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new FormatException("the line is no object");
        if (json.TryGetProperty("expr", out _)) return [OpCase.Read(json)];
        if (json.TryGetProperty("nodes", out _)) return [GraphCase.Read(json)];
        if (json.TryGetProperty("problems", out var problems)) return RegressionCase.ReadAll(problems).ToArray();
        if (json.TryGetProperty("optimizers", out _)) return TrainingCase.ReadAll(json).ToArray();
        throw new FormatException("an op case has 'expr', a graph has 'nodes', regressions are 'problems', a training file has 'optimizers'; this line has none of them");
    }
}
