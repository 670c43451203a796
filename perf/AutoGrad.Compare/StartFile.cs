using System.Runtime.InteropServices;

namespace AutoGrad.Compare;

/// <summary>The file that carries data and weights from our side to the peer's: for each tensor a letter for its type, its rank, its extents and its elements, little-endian.</summary>
internal static class StartFile
{
    public static void Write(string path, IEnumerable<Tensor> tensors)
    {
        using var writer = new BinaryWriter(File.Create(path));
        foreach (var tensor in tensors)
        {
            writer.Write((byte)(tensor.DType switch { DType.Float32 => 'f', DType.Float64 => 'd', DType.Int64 => 'q', _ => throw new ArgumentException($"{tensor.DType} is not written") }));
            writer.Write(tensor.Rank);
            foreach (var extent in tensor.Shape) writer.Write(extent);
            writer.Write(tensor.DType switch
            {
                DType.Float32 => MemoryMarshal.AsBytes(tensor.AsSpan<float>()),
                DType.Float64 => MemoryMarshal.AsBytes(tensor.AsSpan<double>()),
                _ => MemoryMarshal.AsBytes(tensor.AsSpan<long>()),
            });
        }
    }

    /// <summary>Reads the elements of the next tensor straight to where they are wanted.</summary>
    public static void ReadNext(BinaryReader reader, Span<byte> elements)
    {
        reader.ReadByte();
        for (var rank = reader.ReadInt32(); rank > 0; rank--) reader.ReadInt32();
        reader.BaseStream.ReadExactly(elements);
    }
}
