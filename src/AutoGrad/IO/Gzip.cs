using System.IO.Compression;

namespace AutoGrad.IO;

/// <summary>Reads files compressed with gzip, and notices when one was cut short.</summary>
internal static class Gzip
{
    // GZipStream hands out what it has of a file that was cut. So a mark is compressed behind the data: it comes out again
    // only if everything before it is whole.
    private static readonly byte[] s_mark = "end of the file, not of the data"u8.ToArray();

    /// <summary>The content of a file.</summary>
    /// <exception cref="InvalidDataException">The file is cut short or damaged.</exception>
    public static byte[] Decompress(string path)
    {
        var file = File.ReadAllBytes(path);
        if (file.Length == 0) throw Damaged(path, null);
        using var packed = new MemoryStream([.. file, .. Compress(s_mark)]);
        using var plain = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(packed, CompressionMode.Decompress);
            gzip.CopyTo(plain);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(path, e);
        }
        var content = plain.ToArray();
        return content.AsSpan().EndsWith(s_mark) ? content[..^s_mark.Length] : throw Damaged(path, null);
    }

    private static byte[] Compress(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress)) gzip.Write(content);
        return packed.ToArray();
    }

    private static InvalidDataException Damaged(string path, Exception? inner) => new($"{path}: the compressed file is cut short or damaged.", inner);
}
