using System.IO.Compression;

namespace AutoGrad.IO;

/// <summary>Reads files compressed with gzip, and notices when one was cut short.</summary>
internal static class Gzip
{
    // GZipStream hands out what it has of a file that was cut. So a mark is compressed behind the data: it comes out again
    // only if everything before it is whole.
    private static readonly byte[] s_mark = "end of the file, not of the data"u8.ToArray();

    /// <summary>Whether a file begins as compressed ones do.</summary>
    public static bool IsCompressed(Stream file)
    {
        Span<byte> start = stackalloc byte[2];
        var count = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return count == 2 && start is [0x1F, 0x8B];
    }

    /// <summary>The content of a file.</summary>
    /// <exception cref="InvalidDataException">The file is cut short or damaged.</exception>
    public static byte[] Decompress(string path)
    {
        var file = File.ReadAllBytes(path);
        if (file.Length == 0) throw Damaged(path, null);
        using var plain = new MemoryStream();
        try
        {
            using var gzip = Open(file);
            gzip.CopyTo(plain);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(path, e);
        }
        var content = plain.ToArray();
        return content.AsSpan().EndsWith(s_mark) ? content[..^s_mark.Length] : throw Damaged(path, null);
    }

    /// <summary>The content of a compressed file as a stream, without ever holding all of it; <see cref="ExpectEnd"/> must follow what is read.</summary>
    public static Stream Open(byte[] file) => new GZipStream(new MemoryStream([.. file, .. Compress(s_mark)]), CompressionMode.Decompress);

    /// <summary>Checks that the content of <see cref="Open"/> ends here, and is whole.</summary>
    /// <exception cref="InvalidDataException">There is more, or the file is cut short or damaged.</exception>
    public static void ExpectEnd(Stream content)
    {
        Span<byte> rest = stackalloc byte[s_mark.Length + 1];
        var count = content.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false);
        if (!rest[..count].SequenceEqual(s_mark)) throw new InvalidDataException("the compressed data are damaged, or of another length than the header says");
    }

    private static byte[] Compress(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress)) gzip.Write(content);
        return packed.ToArray();
    }

    private static InvalidDataException Damaged(string path, Exception? inner) => new($"{path}: the compressed file is cut short or damaged.", inner);
}
