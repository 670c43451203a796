using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad.IO;

/// <summary>Elements of a tensor as the bytes of a file, in pieces, so that a tensor may be larger than a span of bytes.</summary>
internal static class StoredElements
{
    private const int Piece = 1 << 16;

    /// <summary>Reads a tensor whose bytes come next.</summary>
    /// <param name="stream">Where from; the caller knows that it is long enough, or that what follows is checked.</param>
    /// <param name="type">How the elements are kept.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="bigEndian">Whether the highest byte comes first.</param>
    /// <exception cref="EndOfStreamException">The stream ends early.</exception>
    /// <exception cref="InvalidDataException">A truth value is neither 0 nor 1.</exception>
    public static Tensor Read(Stream stream, StoredType type, Shape shape, bool bigEndian = false)
    {
        var tensor = Tensor.New(shape, type.Holder);
        var swap = bigEndian == BitConverter.IsLittleEndian;
        switch (type)
        {
            case StoredType.UInt8: Widen<byte, int>(stream, tensor, swap); break;
            case StoredType.Int8: Widen<sbyte, int>(stream, tensor, swap); break;
            case StoredType.Int16: Widen<short, int>(stream, tensor, swap); break;
            case StoredType.UInt16: Widen<ushort, int>(stream, tensor, swap); break;
            case StoredType.UInt32: Widen<uint, long>(stream, tensor, swap); break;
            case StoredType.Float16: Widen<Half, float>(stream, tensor, swap); break;
            case StoredType.BFloat16: WidenBFloat16(stream, tensor.Span<float>(), swap); break;
            default:
                Dispatch.Bits(tensor.DType, new Reader(stream, tensor, swap));
                if (type == StoredType.Bool && tensor.Bits<byte>().ContainsAnyExceptInRange((byte)0, (byte)1)) throw new InvalidDataException("a truth value is neither 0 nor 1");
                break;
        }
        return tensor.AsData();
    }

    /// <summary>Writes the elements, lowest byte first.</summary>
    public static void Write(Stream stream, Tensor tensor) => Dispatch.Bits(tensor.DType, new Writer(stream, tensor));

    private static void Widen<TFrom, TTo>(Stream stream, Tensor tensor, bool swap) where TFrom : unmanaged, INumberBase<TFrom> where TTo : unmanaged, INumberBase<TTo>
    {
        var buffer = new TFrom[Math.Min(tensor.Size, Piece)];
        for (var rest = tensor.Span<TTo>(); !rest.IsEmpty; rest = rest[Math.Min(rest.Length, Piece)..])
        {
            var piece = buffer.AsSpan(0, Math.Min(rest.Length, Piece));
            Fill(stream, piece, swap);
            for (var i = 0; i < piece.Length; i++) rest[i] = TTo.CreateTruncating(piece[i]);
        }
    }

    private static void WidenBFloat16(Stream stream, Span<float> elements, bool swap)
    {
        var buffer = new ushort[Math.Min(elements.Length, Piece)];
        for (var rest = elements; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, Piece)..])
        {
            var piece = buffer.AsSpan(0, Math.Min(rest.Length, Piece));
            Fill(stream, piece, swap);
            for (var i = 0; i < piece.Length; i++) rest[i] = BitConverter.UInt32BitsToSingle((uint)piece[i] << 16);
        }
    }

    private static void Fill<T>(Stream stream, Span<T> elements, bool swap) where T : unmanaged
    {
        stream.ReadExactly(MemoryMarshal.AsBytes(elements));
        if (swap) Reverse(elements);
    }

    private static void Reverse<T>(Span<T> elements) where T : unmanaged
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 2:
                var two = MemoryMarshal.Cast<T, ushort>(elements);
                BinaryPrimitives.ReverseEndianness(two, two);
                break;
            case 4:
                var four = MemoryMarshal.Cast<T, uint>(elements);
                BinaryPrimitives.ReverseEndianness(four, four);
                break;
            case 8:
                var eight = MemoryMarshal.Cast<T, ulong>(elements);
                BinaryPrimitives.ReverseEndianness(eight, eight);
                break;
        }
    }

    private readonly struct Reader(Stream stream, Tensor tensor, bool swap) : IBitsKernel
    {
        public void Run<T>() where T : unmanaged
        {
            for (var rest = tensor.Bits<T>(); !rest.IsEmpty; rest = rest[Math.Min(rest.Length, Piece)..])
                Fill(stream, rest[..Math.Min(rest.Length, Piece)], swap);
        }
    }

    private readonly struct Writer(Stream stream, Tensor tensor) : IBitsKernel
    {
        public void Run<T>() where T : unmanaged
        {
            for (var rest = tensor.Bits<T>(); !rest.IsEmpty; rest = rest[Math.Min(rest.Length, Piece)..])
            {
                var piece = rest[..Math.Min(rest.Length, Piece)];
                if (!BitConverter.IsLittleEndian)
                {
                    piece = piece.ToArray();
                    Reverse(piece);
                }
                stream.Write(MemoryMarshal.AsBytes(piece));
            }
            GC.KeepAlive(tensor);      // its array must not go back to the pool meanwhile
        }
    }
}
