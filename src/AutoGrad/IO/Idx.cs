using System.Buffers.Binary;

namespace AutoGrad.IO;

/// <summary>Reads IDX files, the format of MNIST's images and labels.</summary>
/// <remarks>
/// The format: two zero bytes, the element type, the number of axes, their extents with 32 bits each, the elements; all with the
/// highest byte first (<see href="https://yann.lecun.org/exdb/mnist/"/>).
/// <code>
/// var images = Idx.Load("train-images-idx3-ubyte.gz", DType.Float32) / 255;    // [60000, 28, 28]
/// var labels = Idx.Load("train-labels-idx1-ubyte.gz", DType.Int64);            // [60000]
/// </code>
/// </remarks>
public static class Idx
{
    // no stream that deflate can write grows more, so a header that claims more is wrong
    private const long MostGrowth = 1032;

    /// <summary>Reads a file, compressed with gzip or not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dtype">The element type of the result, as <see cref="Tensor.To(DType)"/> converts; null for Int32 if the file holds whole numbers, Float32 or Float64 if it holds those.</param>
    /// <returns>A tensor in the shape that the file states.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no IDX file, cut short, damaged, or has another length than its header says.</exception>
    public static Tensor Load(string path, DType? dtype = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = InputFile.Open(path);
        try
        {
            using var scope = GradMode.NoGrad();
            var tensor = Gzip.IsCompressed(file) ? ReadCompressed(file) : Read(file, file.Length);
            return dtype is { } wanted && wanted != tensor.DType ? tensor.To(wanted).AsData() : tensor;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"{path}: no valid IDX file: {e.Message}", e);
        }
    }

    private static Tensor ReadCompressed(FileStream file)
    {
        if (file.Length > Array.MaxLength / 2) throw new InvalidDataException($"compressed files of {file.Length} bytes cannot be read: decompress it first");
        var packed = new byte[file.Length];
        file.ReadExactly(packed);
        using var content = Gzip.Open(packed);
        var tensor = Read(content, null, most: packed.Length * MostGrowth);
        Gzip.ExpectEnd(content);
        return tensor;
    }

    private static Tensor Read(Stream stream, long? length, long most = long.MaxValue)
    {
        Span<byte> start = stackalloc byte[4];
        stream.ReadExactly(start);
        if (start[0] != 0 || start[1] != 0) throw new InvalidDataException("it does not begin with two zero bytes");
        var type = TypeOf(start[2]);
        if (start[3] is 0 or > Shape.MaxRank) throw new InvalidDataException($"it has {start[3]} axes, not 1 to {Shape.MaxRank}");
        Span<byte> bytes = stackalloc byte[4 * start[3]];
        stream.ReadExactly(bytes);
        var (extents, size) = (new long[start[3]], (UInt128)type.Size);
        for (var i = 0; i < extents.Length; i++)
        {
            extents[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes[(4 * i)..]);
            size = UInt128.Min(size, ulong.MaxValue) * (UInt128)extents[i];      // beyond 64 bits it cannot come back to a true size, but to zero
        }
        long header = start.Length + bytes.Length;
        if (length is { } known && size != (UInt128)(known - header)) throw Claims(extents, size, $"{known - header} follow the header");
        if (size > (UInt128)most) throw Claims(extents, size, $"the compressed file cannot hold more than {most}");
        return StoredElements.Read(stream, type, ShapeOf(extents), bigEndian: true);
    }

    private static Shape ShapeOf(long[] extents)
    {
        try
        {
            return new Shape(extents);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static StoredType TypeOf(byte code) => code switch
    {
        0x08 => StoredType.UInt8,
        0x09 => StoredType.Int8,
        0x0B => StoredType.Int16,
        0x0C => StoredType.Int32,
        0x0D => StoredType.Float32,
        0x0E => StoredType.Float64,
        _ => throw new InvalidDataException($"there is no element type 0x{code:X2}"),
    };

    private static InvalidDataException Claims(long[] extents, UInt128 size, string but) => new($"[{string.Join(", ", extents)}] has {size} bytes, but {but}");
}
