namespace AutoGrad.Kernels;

/// <summary>The upper half of a float32 as 16 bits: BFloat16, with the exponent of a float and 8 bits of precision.</summary>
internal static class BFloat16Rounding
{
    /// <summary>Rounds to nearest, ties to even; NaN stays NaN.</summary>
    public static void Round(ReadOnlySpan<float> x, Span<ushort> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(x[i]);
            var rounded = (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
            y[i] = (ushort)((bits & 0x7FFFFFFF) > 0x7F800000 ? bits >> 16 | 0x40 : rounded);
        }
    }

    /// <summary>The float that the bits stand for; exact.</summary>
    public static void Widen(ReadOnlySpan<ushort> x, Span<float> y)
    {
        for (var i = 0; i < x.Length; i++) y[i] = BitConverter.UInt32BitsToSingle((uint)x[i] << 16);
    }
}
