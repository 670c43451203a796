using System.Buffers.Binary;

namespace AutoGrad.IO;

/// <summary>Reads and writes <c>.safetensors</c> files: named tensors and remarks, no code inside.</summary>
/// <remarks>
/// <para>The format is that of <see href="https://github.com/huggingface/safetensors"/>: 8 bytes with the length of the header,
/// lowest first; the header in JSON, at most 100 MB; the elements, lowest byte first, without holes or overlaps.</para>
/// <para>BOOL, I32, I64, F32 and F64 are read and written as they are. U8, I8, I16 and U16 are read as Int32, U32 as Int64, F16 and
/// BF16 as Float32, all exactly. Other element types are refused by name.</para>
/// <code>
/// SafeTensors.Save("model.safetensors", model.StateDictionary());
/// model.LoadState(SafeTensors.Load("model.safetensors"));
/// </code>
/// </remarks>
public static class SafeTensors
{
    /// <summary>Writes tensors, and remarks if there are any.</summary>
    /// <remarks>
    /// The name stands for a whole file at every moment: the new one is written beside it, flushed to the disk, and renamed. The
    /// widest elements come first, so that all are aligned; the same tensors give the same bytes.
    /// </remarks>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="tensors">Tensors by name.</param>
    /// <param name="metadata">Text by name; null for none.</param>
    /// <exception cref="IOException">The file could not be written; what was there before is unchanged.</exception>
    /// <exception cref="ArgumentException">A name is given twice, is <c>__metadata__</c> or no valid text, a tensor is null, or the header is longer than 100 MB.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        var content = new NamedTensors(tensors, metadata ?? (tensors as NamedTensors)?.Metadata);
        Tensor[] ordered = [.. content.Values.Where(t => t.Size > 0).OrderByDescending(t => t.DType.ElementSize)];
        var header = SafeTensorsHeader.Write(content);
        var length = 8 + header.LongLength;
        foreach (var tensor in ordered) length += (long)tensor.Size * tensor.DType.ElementSize;
        AtomicFile.Write(path, length, stream =>
        {
            Span<byte> prefix = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(prefix, header.LongLength);
            stream.Write(prefix);
            stream.Write(header);
            foreach (var tensor in ordered) StoredElements.Write(stream, tensor);
        });
    }

    /// <summary>Reads all tensors and remarks of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors by name, in the order of the header.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format, is cut short or too long, or holds an element type or a shape that tensors do not have. The message says what.</exception>
    public static NamedTensors Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = InputFile.Open(path);
        try
        {
            return Read(file);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"{path}: no valid .safetensors file: {e.Message}", e);
        }
    }

    private static NamedTensors Read(FileStream file)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (file.Length < prefix.Length) throw new InvalidDataException($"{file.Length} bytes have no room for the length of the header");
        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafeTensorsHeader.Longest) throw new InvalidDataException($"a header of {length} bytes is longer than {SafeTensorsHeader.Longest}");
        if (length > (ulong)(file.Length - prefix.Length)) throw new InvalidDataException($"the header should have {length} bytes, but the file ends after {file.Length - prefix.Length}");
        var header = new byte[length];
        file.ReadExactly(header);
        var (entries, metadata) = SafeTensorsHeader.Read(header, (ulong)(file.Length - file.Position));
        var start = file.Position;
        var tensors = new OrderedDictionary<string, Tensor>(entries.Count, StringComparer.Ordinal);
        foreach (var (name, entry) in entries)
        {
            // elements mostly lie in the order of the header, and seeking throws the buffer away
            if (file.Position != start + (long)entry.Start) file.Position = start + (long)entry.Start;
            try
            {
                tensors.Add(name, StoredElements.Read(file, entry.Type, entry.Shape));
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"'{name}': {e.Message}", e);
            }
        }
        return new NamedTensors(tensors, metadata);
    }
}
