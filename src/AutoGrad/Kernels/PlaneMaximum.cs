using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>The maximum of each window of one or two axes, of several planes at a time: planes are turned, so that vectors hold the same place of each.</summary>
/// <remarks>Chooses as <see cref="WindowMaximum"/> does.</remarks>
internal static unsafe class PlaneMaximum
{
    /// <summary>Planes that are worked on together.</summary>
    public static int Lanes => WindowTiles<float>.Lanes;

    /// <summary>Does it for at most <see cref="Lanes"/> planes.</summary>
    public static void Run(PoolWindows down, PoolWindows across, int planes, float* x, float* values, int* positions)
    {
        int plane = down.Extent * across.Extent, windows = down.Windows * across.Windows;
        using var memory = new Scratch<float>(((long)plane + 2L * windows) * Lanes);
        float* turned = memory.Pointer, best = turned + (long)plane * Lanes, at = best + (long)windows * Lanes;
        ChannelLines.Last(x, plane, planes, plane, turned, Lanes);
        if (Vector512.IsHardwareAccelerated) Search<WideSingle>(down, across, turned, best, at);
        else Search<NativeSingle>(down, across, turned, best, at);
        ChannelLines.First(best, Lanes, planes, windows, values, windows);
        ChannelLines.First(at, Lanes, planes, windows, (float*)positions, windows);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Search<V>(PoolWindows down, PoolWindows across, float* x, float* values, float* positions) where V : struct, ILanes<V>
    {
        var (width, lanes) = (across.Extent, (long)V.Count);
        var lowest = V.Constant(double.NegativeInfinity);
        for (var row = 0; row < down.Windows; row++)
            for (var column = 0; column < across.Windows; column++, values += lanes, positions += lanes)
            {
                int start = down.First[row] * width + across.First[column], line = start, count = across.Count[column];
                V best = lowest, at = V.Bits((uint)start, 0);
                for (var i = down.Count[row]; i > 0; i--, line += down.Step * width)
                {
                    var from = line;
                    for (var j = count; j > 0; j--, from += across.Step)
                    {
                        var v = Unsafe.ReadUnaligned<V>(x + from * lanes);
                        var larger = (v > best) | ~V.Equal(v, v);
                        best = V.Select(larger, v, best);
                        at = V.Select(larger, V.Bits((uint)from, 0), at);
                    }
                }
                Unsafe.WriteUnaligned(values, best);
                Unsafe.WriteUnaligned(positions, at);
            }
    }
}
