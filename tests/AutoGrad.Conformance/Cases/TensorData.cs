using System.Runtime.InteropServices;
using System.Text.Json;

namespace AutoGrad.Conformance.Cases;

/// <summary>A tensor as a case file writes it.</summary>
/// <param name="DType">The element type.</param>
/// <param name="Extents">The extents.</param>
/// <param name="Values">The elements in row-major order; truth values are 0 and 1.</param>
internal sealed record TensorData(DType DType, int[] Extents, double[] Values)
{
    /// <summary>Reads <c>{"dtype", "shape", "data"}</c>; without a dtype it is float64.</summary>
    public static TensorData Read(JsonElement json)
    {
        var dtype = json.TryGetProperty("dtype", out var name) ? TypeOf(name.GetString()!) : DType.Float64;
        int[] extents = [.. json.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())];
        var values = Numbers(json.GetProperty("data"));
        if (extents.Any(e => e < 0) || extents.Aggregate(1L, (size, e) => size * e) != values.Length)
            throw new FormatException($"{values.Length} numbers do not fill [{string.Join(", ", extents)}]");
        return new(dtype, extents, values);
    }

    /// <summary>The numbers of a list; those that are not finite are strings.</summary>
    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(Number)];

    /// <summary>The elements of a tensor of the library.</summary>
    public static TensorData Of(Tensor t) => new(t.DType, t.Shape.Extents.ToArray(), t.DType switch
    {
        DType.Float64 => t.ToArray<double>(),
        DType.Float32 => Array.ConvertAll(t.ToArray<float>(), v => (double)v),
        DType.Int64 => Array.ConvertAll(t.ToArray<long>(), v => (double)v),
        DType.Int32 => Array.ConvertAll(t.ToArray<int>(), v => (double)v),
        _ => Array.ConvertAll(t.ToArray<bool>(), v => v ? 1.0 : 0),
    });

    /// <summary>Zeros of the same shape and type.</summary>
    public TensorData Zeros() => this with { Values = new double[Values.Length] };

    /// <summary>A new tensor of the library.</summary>
    /// <param name="floating">The type floating elements take.</param>
    /// <param name="inside">Whether it is to be a slice of a larger tensor.</param>
    public Tensor ToTensor(DType floating, bool inside = false)
    {
        var dtype = DType.IsFloating ? floating : DType;
        if (!inside) return From(Values, new Shape(Extents), dtype);
        // an odd number before, so that no vector instruction finds the elements aligned
        double[] larger = [77, 77, 77, .. Values, 99, 99];
        return From(larger, [larger.Length], dtype).Narrow(0, 3, Values.Length).Reshape(Extents);
    }

    /// <summary>Whether two tensors hold the same bits.</summary>
    public static bool SameBits(Tensor a, Tensor b) => a.DType == b.DType && a.Shape == b.Shape && Bits(a).SequenceEqual(Bits(b));

    private static ReadOnlySpan<byte> Bits(Tensor t) => t.DType switch
    {
        DType.Float64 => MemoryMarshal.AsBytes(t.AsSpan<double>()),
        DType.Float32 => MemoryMarshal.AsBytes(t.AsSpan<float>()),
        DType.Int64 => MemoryMarshal.AsBytes(t.AsSpan<long>()),
        DType.Int32 => MemoryMarshal.AsBytes(t.AsSpan<int>()),
        _ => MemoryMarshal.AsBytes(t.AsSpan<bool>()),
    };

    private static Tensor From(double[] values, Shape shape, DType dtype) => dtype switch
    {
        DType.Float64 => Tensor.From(values, shape),
        DType.Float32 => Tensor.From(Array.ConvertAll(values, v => (float)v), shape),
        DType.Int64 => Tensor.From(Array.ConvertAll(values, v => (long)v), shape),
        DType.Int32 => Tensor.From(Array.ConvertAll(values, v => (int)v), shape),
        _ => Tensor.From(Array.ConvertAll(values, v => v != 0), shape),
    };

    private static DType TypeOf(string name) => name switch
    {
        "float64" => DType.Float64,
        "float32" => DType.Float32,
        "int64" => DType.Int64,
        "int32" => DType.Int32,
        "bool" => DType.Bool,
        _ => throw new FormatException($"'{name}' is no element type"),
    };

    private static double Number(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Number => e.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => e.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var other => throw new FormatException($"'{other}' is no number"),
        },
        _ => throw new FormatException($"{e.ValueKind} is no number"),
    };
}
