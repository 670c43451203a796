namespace AutoGrad.Kernels;

/// <summary>How many small images share a buffer, so that their windows fill tiles that one alone would leave half empty.</summary>
internal static class WindowBatches
{
    // what a tile may waste, as a part of 8
    private const int MostWaste = 1, MostImages = 16, LeastSets = 4;

    public static int Images(WindowAxis[] axes, int batch, int lanes)
    {
        var windows = 1L;
        foreach (var axis in axes) windows *= axis.Count;
        var most = Math.Min(MostImages, batch / LeastSets);
        for (var images = 1; images <= most; images++)
            if (Waste(images * windows, lanes) * 8 <= MostWaste * images * windows) return images;
        return 1;
    }

    private static long Waste(long windows, int lanes) => (windows + lanes - 1) / lanes * lanes - windows;
}
