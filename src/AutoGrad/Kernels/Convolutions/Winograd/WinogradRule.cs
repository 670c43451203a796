using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>Which convolutions are computed by <see cref="Winograd"/>: where that was measured to be faster than the sum over windows.</summary>
/// <remarks>Figures are the direct sum's time over Winograd's, one thread of a Zen 5 with AVX-512; with AVX2 alone the same rule holds with a margin.</remarks>
internal static class WinogradRule
{
    /// <summary>The switch of <see cref="AppContext"/> that, set to true, takes the direct sum everywhere.</summary>
    public const string Switch = "AutoGrad.DirectConvolutions";

    // lanes are channels: 0.5 at 8 to 8, 0.8 at 8 to 24 and 14 to 14, 1.15 at 8 to 32, 1.3 at 16 to 16, 2.5 at 32 to 32
    private const int LeastChannels = 8, LeastPairs = 256;

    // its gradient has no turning back of results: 1.3 at 4 to 8 and 4 to 64, 0.5 at 3 to 16
    private const int LeastChannelsOfGradient = 4, LeastPairsOfGradient = 32;

    // the transformed weights are four times the weights: beyond the cache they must serve enough tiles; at 384 to 384 0.7 for 4 tiles, 1.4 for 18
    private const long CachedBytes = 16L << 20, MostBytes = 256L << 20;
    private const int LeastTiles = 24;

    // a row of tiles is a block at least
    private const long MostOfRow = 1 << 22;

    /// <param name="shape">The convolution.</param>
    /// <param name="target">The plane that is divided into tiles: of the results, or for the gradient of the input that of the input.</param>
    /// <param name="forWeight">For the gradient of the weight.</param>
    public static bool Takes(ConvolutionShape shape, ReadOnlySpan<int> target, bool forWeight = false)
    {
        if (!CanTake(shape, target) || (AppContext.TryGetSwitch(Switch, out var direct) && direct)) return false;
        // without fused multiplications the transforms are slow
        if (!Fma.IsSupported && !AdvSimd.IsSupported) return false;
        var (least, pairs) = forWeight ? (LeastChannelsOfGradient, LeastPairsOfGradient) : (LeastChannels, LeastPairs);
        if (shape.Channels < least || shape.Filters < least || (long)shape.Channels * shape.Filters < pairs) return false;
        // a line fills a quarter of its tiles: 0.5 to 0.9; the direct sum is worse for single elements
        if (Math.Min(target[0], target[1]) == 1 && Math.Max(target[0], target[1]) > WinogradTransform.Results) return false;
        var bytes = (long)shape.Groups * shape.Channels * shape.Filters * WinogradTransform.Products * sizeof(float);
        return forWeight || bytes <= CachedBytes || Tiles(shape, target) >= LeastTiles;
    }

    /// <summary>True where it can be done at all.</summary>
    public static bool CanTake(ConvolutionShape shape, ReadOnlySpan<int> target)
    {
        var grid = shape.Grid;
        if (grid.Rank != 2) return false;
        for (var axis = 0; axis < 2; axis++)
            if (grid.Kernel[axis] != WinogradTransform.Taps || grid.Stride[axis] != 1 || grid.Dilation[axis] != 1) return false;
        return (long)shape.Groups * shape.Channels * shape.Filters * WinogradTransform.Products * sizeof(float) <= MostBytes
            && (long)Math.Max(grid.Input[1], target[1]) * Math.Max(shape.Channels, shape.Filters) <= MostOfRow;
    }

    private static long Tiles(ConvolutionShape shape, ReadOnlySpan<int> target)
    {
        const int Edge = WinogradTransform.Results;
        return (long)shape.Batch * ((target[0] + Edge - 1) / Edge) * ((target[1] + Edge - 1) / Edge);
    }
}
