namespace AutoGrad;

/// <summary>The element type of a <see cref="Tensor"/>.</summary>
/// <remarks>There is no implicit promotion between element types: convert with <c>Tensor.To</c>.</remarks>
public enum DType : byte
{
    /// <summary>IEEE 754 binary32, C# <see cref="float"/>: the default of every factory, as in PyTorch.</summary>
    Float32,

    /// <summary>IEEE 754 binary64, C# <see cref="double"/>: what gradient checks use.</summary>
    Float64,

    /// <summary>32-bit signed integer, C# <see cref="int"/>.</summary>
    Int32,

    /// <summary>64-bit signed integer, C# <see cref="long"/>: the element type of indices.</summary>
    Int64,

    /// <summary>Truth value, C# <see cref="bool"/>, one byte an element: the element type of masks.</summary>
    Bool,
}

/// <summary>What is known of each element type.</summary>
public static class DTypes
{
    extension(DType dtype)
    {
        /// <summary>True for the types that can carry a gradient.</summary>
        public bool IsFloating => dtype <= DType.Float64;

        /// <summary>True for <see cref="DType.Int32"/> and <see cref="DType.Int64"/>.</summary>
        public bool IsInteger => dtype is DType.Int32 or DType.Int64;

        /// <summary>Bytes of one element.</summary>
        public int ElementSize => dtype switch
        {
            DType.Bool => 1,
            DType.Float32 or DType.Int32 => 4,
            _ => 8,
        };
    }

    /// <summary>The element type that stands for the C# type <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no element type.</exception>
    public static DType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? DType.Float32 :
        typeof(T) == typeof(double) ? DType.Float64 :
        typeof(T) == typeof(int) ? DType.Int32 :
        typeof(T) == typeof(long) ? DType.Int64 :
        typeof(T) == typeof(bool) ? DType.Bool :
        throw new NotSupportedException($"{typeof(T)} is no element type of a tensor: use float, double, int, long or bool.");
}
