using System.Runtime.InteropServices;

namespace AutoGrad.Tests.OpTable;

/// <summary>Copies of test inputs: of another element type, inside a larger buffer, or as bits.</summary>
internal static class TensorCopies
{
    /// <summary>The values as another element type.</summary>
    public static Tensor As(Tensor t, DType dtype) => FromValues(NdArray.Of(t).Data, t.Shape, dtype);

    public static Tensor FromValues(double[] values, Shape shape, DType dtype) => dtype switch
    {
        DType.Float64 => Tensor.From(values, shape),
        DType.Float32 => Tensor.From(Array.ConvertAll(values, v => (float)v), shape),
        DType.Int64 => Tensor.From(Array.ConvertAll(values, v => (long)v), shape),
        DType.Int32 => Tensor.From(Array.ConvertAll(values, v => (int)v), shape),
        _ => Tensor.From(Array.ConvertAll(values, v => v != 0), shape),
    };

    /// <summary>Independent copies; the floating ones become <paramref name="floating"/> and ask for a gradient if wanted.</summary>
    public static Tensor[] Of(Tensor[] inputs, bool grad, DType floating = DType.Float64) => Array.ConvertAll(inputs, t =>
    {
        var copy = As(t, t.DType.IsFloating ? floating : t.DType);
        return grad && copy.DType.IsFloating ? copy.WithGrad() : copy;
    });

    /// <summary>The values away from zero to the next integer, so that domains without zero stay so.</summary>
    public static Tensor Rounded(Tensor t, DType dtype) =>
        FromValues(Array.ConvertAll(NdArray.Of(t).Data, v => Math.Sign(v) * Math.Ceiling(Math.Abs(v))), t.Shape, dtype);

    /// <summary>The same elements in the middle of a larger buffer.</summary>
    public static Tensor Inside(Tensor t)
    {
        const int before = 5, after = 3;
        var values = Enumerable.Repeat(77.0, before).Concat(NdArray.Of(t).Data).Concat(Enumerable.Repeat(99.0, after)).ToArray();
        return FromValues(values, [values.Length], t.DType).View(t.Shape, before);
    }

    /// <summary>The elements to the bit.</summary>
    public static byte[] Bits(Tensor t) => t.DType switch
    {
        DType.Float64 => MemoryMarshal.AsBytes(t.AsSpan<double>()).ToArray(),
        DType.Float32 => MemoryMarshal.AsBytes(t.AsSpan<float>()).ToArray(),
        DType.Int64 => MemoryMarshal.AsBytes(t.AsSpan<long>()).ToArray(),
        DType.Int32 => MemoryMarshal.AsBytes(t.AsSpan<int>()).ToArray(),
        _ => MemoryMarshal.AsBytes(t.AsSpan<bool>()).ToArray(),
    };
}
