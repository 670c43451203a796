using System.Buffers.Binary;
using System.Text;

namespace AutoGrad.IO;

/// <summary>Reads and writes NumPy's <c>.npy</c> files: one array each.</summary>
/// <remarks>
/// <para>The format is that of <see href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html"/>, versions 1 to 3.</para>
/// <para>Bool, int32, int64, float32 and float64 are read and written as they are. Narrower types are read exactly: int8, uint8,
/// int16 and uint16 as Int32, uint32 as Int64, float16 as Float32. Big-endian files are converted, and Fortran order becomes row-major.
/// Other types (text, complex, objects, records) are refused by name, and no code in a file is ever run.</para>
/// <code>
/// Npy.Save("x.npy", Tensor.Randn([3, 4]));      // numpy.load("x.npy")
/// var x = Npy.Load("x.npy");
/// </code>
/// </remarks>
public static class Npy
{
    private const int Alignment = 64;
    private const int LongestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Writes a tensor, as version 1, little-endian and in row-major order.</summary>
    /// <remarks>The name stands for a whole file at every moment: the new one is written beside it, flushed to the disk, and renamed.</remarks>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="IOException">The file could not be written; what was there before is unchanged.</exception>
    public static void Save(string path, Tensor tensor)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensor);
        var header = Header(tensor);
        AtomicFile.Write(path, header.Length + (long)tensor.Size * tensor.DType.ElementSize, stream =>
        {
            stream.Write(header);
            StoredElements.Write(stream, tensor);
        });
    }

    /// <summary>Reads an array.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no <c>.npy</c> file, cut short or too long, or holds elements or a shape that tensors do not have. The message says what.</exception>
    public static Tensor Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = InputFile.Open(path);
        try
        {
            return Read(file);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"{path}: no valid .npy file: {e.Message}", e);
        }
    }

    private static Tensor Read(FileStream file)
    {
        Span<byte> start = stackalloc byte[12];
        file.ReadExactly(start[..8]);
        if (!start[..6].SequenceEqual(Magic)) throw new InvalidDataException("it does not begin as one");
        if (start[6] is < 1 or > 3 || start[7] != 0) throw new InvalidDataException($"version {start[6]}.{start[7]} is not 1.0, 2.0 or 3.0");
        var wide = start[6] > 1;
        file.ReadExactly(start[8..(wide ? 12 : 10)]);
        var length = wide ? BinaryPrimitives.ReadUInt32LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(start[8..]);
        if (length > LongestHeader) throw new InvalidDataException($"a header of {length} bytes is longer than {LongestHeader}");
        if (length > file.Length - file.Position) throw new InvalidDataException($"the header should have {length} bytes, but the file ends after {file.Length - file.Position}");
        var header = new byte[length];
        file.ReadExactly(header);
        var array = NpyHeader.Parse(header);
        var (size, there) = (array.Shape.Size * (long)array.Type.Size, file.Length - file.Position);
        if (size != there) throw new InvalidDataException($"{array.Shape} has {size} bytes, but {there} follow the header");
        if (!array.IsFortranOrder) return StoredElements.Read(file, array.Type, array.Shape, array.IsBigEndian);
        using var scope = GradMode.NoGrad();
        int[] reversed = [.. array.Shape.Extents], axes = new int[reversed.Length];
        Array.Reverse(reversed);
        for (var axis = 0; axis < axes.Length; axis++) axes[axis] = axes.Length - 1 - axis;
        return StoredElements.Read(file, array.Type, new Shape(reversed), array.IsBigEndian).Permute(axes).Clone().AsData();
    }

    private static byte[] Header(Tensor tensor)
    {
        var descr = tensor.DType switch
        {
            DType.Float32 => "<f4",
            DType.Float64 => "<f8",
            DType.Int32 => "<i4",
            DType.Int64 => "<i8",
            _ => "|b1",
        };
        var shape = tensor.Rank == 1 ? $"{tensor.Size}," : string.Join(", ", tensor.Shape);
        var text = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({shape}), }}";
        var length = (10 + text.Length + 1 + Alignment - 1) / Alignment * Alignment;      // with the line feed at its end
        var header = new byte[length];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header);
        (header[6], header[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(length - 10));
        Encoding.ASCII.GetBytes(text, header.AsSpan(10));
        header[^1] = (byte)'\n';
        return header;
    }
}
