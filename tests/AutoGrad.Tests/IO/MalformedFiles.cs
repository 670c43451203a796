using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace AutoGrad.Tests.IO;

/// <summary>A file that a reader must take, or refuse.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Format">Which reader it is for.</param>
/// <param name="Expect">"accept", "reject", "either", or "no_crash" for random damage.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Values">What a good one holds, if it is known.</param>
public sealed record MalformedFile(string Name, string Format, string Expect, string Reason, JsonElement? Values)
{
    public override string ToString() => Name;
}

/// <summary>Broken files and a few good ones, made by a generator that knows the formats and checked against other readers.</summary>
internal static class MalformedFiles
{
    private static readonly Lazy<Dictionary<string, byte[]>> s_content = new(Read);

    public static IEnumerable<MalformedFile> Of(params string[] formats)
    {
        foreach (var line in File.ReadLines(Unpack("manifest.jsonl")))
        {
            var entry = JsonDocument.Parse(line).RootElement;
            if (formats.Contains(Text(entry, "format")))
                yield return new MalformedFile(Text(entry, "file"), Text(entry, "format"), Text(entry, "expect"), Text(entry, "reason"), entry.TryGetProperty("values", out var values) ? values : null);
        }
    }

    /// <summary>Writes a file to a folder that is gone when the process ends.</summary>
    public static string Unpack(string name)
    {
        var path = Path.Combine(TemporaryFolder.Path, name);
        if (!File.Exists(path)) File.WriteAllBytes(path, s_content.Value[name]);
        return path;
    }

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    private static Dictionary<string, byte[]> Read()
    {
        var files = new Dictionary<string, byte[]>();
        using var packed = typeof(MalformedFiles).Assembly.GetManifestResourceStream("malformed.tar.gz")!;
        using var tar = new TarReader(new GZipStream(packed, CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.Directory) continue;
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);      // none for an empty file
            files[System.IO.Path.GetFileName(entry.Name)] = content.ToArray();
        }
        return files;
    }

    private static class TemporaryFolder
    {
        public static readonly string Path = Create();

        private static string Create()
        {
            var path = Directory.CreateTempSubdirectory("autograd-malformed-").FullName;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(path, recursive: true);
            return path;
        }
    }
}
