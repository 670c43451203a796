namespace AutoGrad.Kernels;

/// <summary>Turns [channels, pixels] into [pixels, channels] and back: with the channels side by side, a tile of pixels is a tile of vectors.</summary>
internal static unsafe class ChannelLines
{
    /// <summary>to[p, c] = x[c, p]; channels up to the next whole vector are zeros.</summary>
    public static void Last(float* x, long plane, int channels, int pixels, float* to, long stride)
    {
        var lanes = WindowTiles<float>.Lanes;
        for (var c = 0; c < channels; c += lanes)
        {
            var lines = Math.Min(lanes, channels - c);
            float* from = x + c * plane, at = to + c;
            // the last block overlaps the one before
            if (pixels >= lanes)
                for (var p = 0; p < pixels; p += lanes)
                {
                    var first = Math.Min(p, pixels - lanes);
                    GemmTileTable<float>.Transpose(from + first, (nint)plane, lines, at + first * stride, (nint)stride);
                }
            else
                for (var p = 0; p < pixels; p++)
                    for (var i = 0; i < lanes; i++) at[p * stride + i] = i < lines ? from[i * plane + p] : 0;
        }
    }

    /// <summary>y[c, p] = x[p, c].</summary>
    public static void First(float* x, long stride, int channels, int pixels, float* y, long plane)
    {
        var lanes = WindowTiles<float>.Lanes;
        for (var c = 0; c < channels; c += lanes)
        {
            float* from = x + c, to = y + c * plane;
            var lines = Math.Min(lanes, channels - c);
            if (pixels >= lanes && lines == lanes)
                for (var p = 0; p < pixels; p += lanes)
                {
                    var first = Math.Min(p, pixels - lanes);
                    GemmTileTable<float>.Transpose(from + first * stride, (nint)stride, lanes, to + first, (nint)plane);
                }
            else
                for (var i = 0; i < lines; i++)
                    for (var p = 0; p < pixels; p++) to[i * plane + p] = from[p * stride + i];
        }
    }
}
