using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>Which convolutions are computed by <see cref="Winograd"/>.</summary>
internal static class WinogradRule
{
    public static int Mode = int.Parse(Environment.GetEnvironmentVariable("WMODE") ?? "1");

    /// <param name="shape">The convolution.</param>
    /// <param name="target">What is divided into tiles.</param>
    public static bool Takes(ConvolutionShape shape, int[] target)
    {
        var grid = shape.Grid;
        if (Mode == 0 || grid.Rank != 2) return false;
        for (var axis = 0; axis < 2; axis++)
            if (grid.Kernel[axis] != 3 || grid.Stride[axis] != 1 || grid.Dilation[axis] != 1) return false;
        return shape.Channels >= 8 && shape.Filters >= 8;
    }
}
