namespace AutoGrad;

/// <summary>What one saved tensor holds in memory.</summary>
/// <param name="Key">Equal for tensors over the same elements.</param>
/// <param name="Bytes">The size; 0 for what is elsewhere, such as in a file.</param>
/// <param name="Shape">The extents.</param>
/// <param name="DType">The element type.</param>
/// <param name="IsOthers">Data and parameters: they stay alive without the tape.</param>
internal readonly record struct KeptElements(object Key, long Bytes, Shape Shape, DType DType, bool IsOthers)
{
    public static KeptElements Of(object kept) => kept switch
    {
        PackedTensor { Packed: Tensor same } => Of(same),
        PackedTensor packed => new(packed, BytesOf(packed), packed.Shape, packed.DType, false),
        Tensor t => new(t.Elements, t.Size * (long)t.DType.ElementSize, t.Shape, t.DType, t.IsChangeable || t.Node is LeafNode),
        _ => throw new ArgumentException(kept.GetType().Name, nameof(kept)),
    };

    private static long BytesOf(PackedTensor packed) => packed.Packed switch
    {
        IStoredBytes stored => stored.Bytes,
        Array array => Buffer.ByteLength(array),
        _ => packed.Shape.Size * (long)packed.DType.ElementSize,
    };
}

/// <summary>A packed tensor that knows how much memory it takes.</summary>
internal interface IStoredBytes
{
    long Bytes { get; }
}
