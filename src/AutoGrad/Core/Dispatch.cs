using System.Numerics;

namespace AutoGrad;

/// <summary>A kernel that runs on any element type, looked at as bits: what only moves elements needs no more.</summary>
internal interface IBitsKernel
{
    void Run<T>() where T : unmanaged;
}

/// <summary>A kernel that runs on every number type.</summary>
internal interface INumberKernel
{
    void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}

/// <summary>A kernel that runs on the floating types.</summary>
internal interface IFloatKernel
{
    void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>The only switches over <see cref="DType"/>: from the element type a tensor holds to the generic kernel.</summary>
internal static class Dispatch
{
    /// <summary>Runs a kernel that moves elements, at their width.</summary>
    public static void Bits<TKernel>(DType dtype, TKernel kernel) where TKernel : struct, IBitsKernel, allows ref struct
    {
        switch (dtype.ElementSize)
        {
            case 1: kernel.Run<byte>(); break;
            case 4: kernel.Run<int>(); break;
            default: kernel.Run<long>(); break;
        }
    }

    /// <summary>Runs a kernel on numbers; Bool is refused.</summary>
    public static void Number<TKernel>(string op, DType dtype, TKernel kernel) where TKernel : struct, INumberKernel, allows ref struct
    {
        switch (dtype)
        {
            case DType.Float32: kernel.Run<float>(); break;
            case DType.Float64: kernel.Run<double>(); break;
            case DType.Int32: kernel.Run<int>(); break;
            case DType.Int64: kernel.Run<long>(); break;
            default: throw Guard.NeedsNumber(op, dtype);
        }
    }

    /// <summary>Runs a kernel on floating-point numbers; the others are refused.</summary>
    public static void Float<TKernel>(string op, DType dtype, TKernel kernel) where TKernel : struct, IFloatKernel, allows ref struct
    {
        switch (dtype)
        {
            case DType.Float32: kernel.Run<float>(); break;
            case DType.Float64: kernel.Run<double>(); break;
            default: throw Guard.NeedsFloat(op, dtype);
        }
    }
}
