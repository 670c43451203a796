using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace AutoGrad.IO;

/// <summary>The header of a <c>.safetensors</c> file: where each tensor lies, checked before a single element is read.</summary>
internal static class SafeTensorsHeader
{
    /// <summary>The most bytes a header has.</summary>
    public const int Longest = 100_000_000;

    private const string MetadataName = "__metadata__";

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <summary>One tensor: its elements lie in [Start, End), counted from the end of the header.</summary>
    public readonly record struct Entry(StoredType Type, Shape Shape, ulong Start, ulong End);

    /// <summary>The header of some tensors, padded with spaces to whole words.</summary>
    /// <exception cref="ArgumentException">A name is reserved or no valid text, or the header is too long.</exception>
    public static byte[] Write(NamedTensors content)
    {
        var starts = Starts(content);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (content.Metadata.Count > 0)
            {
                json.WriteStartObject(MetadataName);
                foreach (var (key, value) in content.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(Valid(key), Valid(value));
                json.WriteEndObject();
            }
            foreach (var (name, tensor) in content)
            {
                if (name == MetadataName) throw new ArgumentException($"A tensor cannot have the name {MetadataName}: the format keeps it for the remarks.", nameof(content));
                json.WriteStartObject(Valid(name));
                json.WriteString("dtype", NameOf(tensor.DType));
                json.WriteStartArray("shape");
                foreach (var extent in tensor.Shape) json.WriteNumberValue(extent);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(starts[name]);
                json.WriteNumberValue(starts[name] + (long)tensor.Size * tensor.DType.ElementSize);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        var header = new byte[(buffer.WrittenCount + 7) / 8 * 8];
        if (header.Length > Longest) throw new ArgumentException($"The header would have {header.Length} bytes, and the format allows {Longest}: there are too many or too long names and remarks.", nameof(content));
        buffer.WrittenSpan.CopyTo(header);
        header.AsSpan(buffer.WrittenCount).Fill((byte)' ');
        return header;
    }

    /// <summary>Reads a header.</summary>
    /// <param name="header">The bytes.</param>
    /// <param name="room">How many bytes of elements follow.</param>
    /// <exception cref="InvalidDataException">A rule is broken.</exception>
    public static (OrderedDictionary<string, Entry> Entries, Dictionary<string, string> Metadata) Read(ReadOnlySpan<byte> header, ulong room)
    {
        if (header.IsEmpty || header[0] != (byte)'{') throw new InvalidDataException("the header does not begin with a brace");
        if (!Utf8.IsValid(header)) throw new InvalidDataException("the header is no valid UTF-8");
        var entries = new OrderedDictionary<string, Entry>(StringComparer.Ordinal);
        Dictionary<string, string>? metadata = null;
        try
        {
            var json = new Utf8JsonReader(header);
            Next(ref json, JsonTokenType.StartObject, "the header");
            while (NextName(ref json) is { } name)
            {
                if (name == MetadataName)
                {
                    if (metadata is not null) throw new InvalidDataException($"{MetadataName} is given twice");
                    metadata = ReadMetadata(ref json);
                }
                else if (!entries.TryAdd(name, ReadEntry(ref json, name)))
                {
                    throw new InvalidDataException($"the name '{name}' is given twice");
                }
            }
            json.Read();      // nothing but white space follows, or this throws
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"the header is no JSON: {e.Message}", e);
        }
        CheckCover(entries, room);
        return (entries, metadata ?? []);
    }

    // each tensor begins where the one before it ends, and the last one ends where the file does
    private static void CheckCover(OrderedDictionary<string, Entry> entries, ulong room)
    {
        var end = 0ul;
        foreach (var (name, entry) in entries.OrderBy(e => e.Value.Start).ThenBy(e => e.Value.End))
        {
            if (entry.Start != end) throw new InvalidDataException($"'{name}' begins at {entry.Start}, {(entry.Start > end ? "behind a hole that begins" : "over elements of another tensor, which end")} at {end}");
            end = entry.End;
        }
        if (end != room) throw new InvalidDataException($"the tensors have {end} bytes, but {room} follow the header");
    }

    private static Dictionary<string, string> ReadMetadata(ref Utf8JsonReader json)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        Next(ref json, JsonTokenType.StartObject, "the entry", MetadataName);
        while (NextName(ref json) is { } key)
        {
            Next(ref json, JsonTokenType.String, "the remark", key);
            if (!metadata.TryAdd(key, Text(ref json))) throw new InvalidDataException($"the remark '{key}' is given twice");
        }
        return metadata;
    }

    private static Entry ReadEntry(ref Utf8JsonReader json, string name)
    {
        StoredType? type = null;
        List<ulong>? extents = null, offsets = null;
        Next(ref json, JsonTokenType.StartObject, "the entry", name);
        while (NextName(ref json) is { } field)
        {
            var again = field switch { "dtype" => type is not null, "shape" => extents is not null, "data_offsets" => offsets is not null, _ => false };
            if (again) throw new InvalidDataException($"'{name}' has {field} twice");
            switch (field)
            {
                case "dtype":
                    Next(ref json, JsonTokenType.String, "the dtype of", name);
                    type = TypeOf(Text(ref json), name);
                    break;
                case "shape": extents = ReadNumbers(ref json, "the shape of", name, Shape.MaxRank); break;
                case "data_offsets": offsets = ReadNumbers(ref json, "data_offsets of", name, 2); break;
                default:
                    json.Read();
                    json.Skip();
                    break;
            }
        }
        if (type is null || extents is null || offsets is null) throw new InvalidDataException($"'{name}' has no {(type is null ? "dtype" : extents is null ? "shape" : "data_offsets")}");
        if (offsets.Count != 2 || offsets[0] > offsets[1]) throw new InvalidDataException($"data_offsets of '{name}' are no beginning and end");
        var bytes = (ulong)type.Value.Size;
        foreach (var extent in extents)
        {
            if (extent > 0 && bytes > ulong.MaxValue / extent) throw new InvalidDataException($"the size of '{name}' is beyond 64 bits");
            bytes *= extent;
        }
        if (bytes != offsets[1] - offsets[0]) throw new InvalidDataException($"'{name}' [{string.Join(", ", extents)}] needs {bytes} bytes, and data_offsets give it {offsets[1] - offsets[0]}");
        return new Entry(type.Value, ShapeOf(extents, name), offsets[0], offsets[1]);
    }

    private static Shape ShapeOf(List<ulong> extents, string name)
    {
        var narrow = new long[extents.Count];
        for (var i = 0; i < narrow.Length; i++) narrow[i] = extents[i] <= int.MaxValue ? (long)extents[i] : throw TooLarge();
        try
        {
            return new Shape(narrow);
        }
        catch (ArgumentException)
        {
            throw TooLarge();
        }

        InvalidDataException TooLarge() => new($"'{name}' [{string.Join(", ", extents)}] is larger than a tensor can be");
    }

    private static List<ulong> ReadNumbers(ref Utf8JsonReader json, string what, string name, int most)
    {
        var numbers = new List<ulong>();
        Next(ref json, JsonTokenType.StartArray, what, name);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetUInt64(out var number)) throw new InvalidDataException($"{what} '{name}': there is something else than whole numbers from 0 to 2^64-1");
            if (numbers.Count == most) throw new InvalidDataException($"{what} '{name}': there are more than {most} numbers");
            numbers.Add(number);
        }
        return numbers;
    }

    private static void Next(ref Utf8JsonReader json, JsonTokenType type, string what, string name = "")
    {
        if (!json.Read() || json.TokenType != type) throw new InvalidDataException($"{what} '{name}' is a {json.TokenType}, not a {type}");
    }

    // the next name of an object; null at its end
    private static string? NextName(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName ? Text(ref json) : null;

    private static string Text(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException("half of a surrogate pair is escaped in the header", e);
        }
    }

    private static string Valid(string text)
    {
        try
        {
            s_strict.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"'{text}' is no valid text: it has half of a surrogate pair.", nameof(text), e);
        }
        return text;
    }

    private static Dictionary<string, long> Starts(NamedTensors content)
    {
        var (starts, end) = (new Dictionary<string, long>(StringComparer.Ordinal), 0L);
        foreach (var (name, tensor) in content.OrderByDescending(t => t.Value.DType.ElementSize))
        {
            starts.Add(name, end);
            end = checked(end + (long)tensor.Size * tensor.DType.ElementSize);
        }
        return starts;
    }

    private static string NameOf(DType dtype) => dtype switch
    {
        DType.Float32 => "F32",
        DType.Float64 => "F64",
        DType.Int32 => "I32",
        DType.Int64 => "I64",
        _ => "BOOL",
    };

    private static StoredType TypeOf(string dtype, string name) => dtype switch
    {
        "BOOL" => StoredType.Bool,
        "U8" => StoredType.UInt8,
        "I8" => StoredType.Int8,
        "I16" => StoredType.Int16,
        "U16" => StoredType.UInt16,
        "F16" => StoredType.Float16,
        "BF16" => StoredType.BFloat16,
        "I32" => StoredType.Int32,
        "U32" => StoredType.UInt32,
        "F32" => StoredType.Float32,
        "I64" => StoredType.Int64,
        "F64" => StoredType.Float64,
        _ => throw new InvalidDataException($"'{name}' has elements of type '{dtype}', which cannot be read; BOOL, U8, I8, U16, I16, U32, I32, I64, BF16, F16, F32 and F64 can"),
    };
}
