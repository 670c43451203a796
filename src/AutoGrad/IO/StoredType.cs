namespace AutoGrad.IO;

/// <summary>How a file keeps the elements of a tensor. Those that tensors do not have are widened, exactly, as they are read.</summary>
internal enum StoredType : byte
{
    Bool,
    UInt8,
    Int8,
    Int16,
    UInt16,
    Float16,
    BFloat16,
    Int32,
    UInt32,
    Float32,
    Int64,
    Float64,
}

/// <summary>What is known of each stored type.</summary>
internal static class StoredTypes
{
    extension(StoredType type)
    {
        /// <summary>Bytes of one element in the file.</summary>
        public int Size => type switch
        {
            StoredType.Bool or StoredType.UInt8 or StoredType.Int8 => 1,
            StoredType.Int16 or StoredType.UInt16 or StoredType.Float16 or StoredType.BFloat16 => 2,
            StoredType.Int32 or StoredType.UInt32 or StoredType.Float32 => 4,
            _ => 8,
        };

        /// <summary>The element type of the tensor it is read into.</summary>
        public DType Holder => type switch
        {
            StoredType.Bool => DType.Bool,
            StoredType.Float16 or StoredType.BFloat16 or StoredType.Float32 => DType.Float32,
            StoredType.Float64 => DType.Float64,
            StoredType.UInt32 or StoredType.Int64 => DType.Int64,
            _ => DType.Int32,
        };
    }

    /// <summary>The stored type that keeps a tensor as it is.</summary>
    public static StoredType Of(DType dtype) => dtype switch
    {
        DType.Float32 => StoredType.Float32,
        DType.Float64 => StoredType.Float64,
        DType.Int32 => StoredType.Int32,
        DType.Int64 => StoredType.Int64,
        _ => StoredType.Bool,
    };
}
