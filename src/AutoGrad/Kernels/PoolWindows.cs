namespace AutoGrad.Kernels;

/// <summary>What the windows of a pooling cover of one axis, without the padding.</summary>
/// <param name="Extent">The extent of the axis.</param>
/// <param name="First">The first element of each window.</param>
/// <param name="Count">How many elements each has.</param>
/// <param name="Step">From one element to the next.</param>
internal sealed record PoolWindows(int Extent, int[] First, int[] Count, int Step)
{
    /// <summary>Number of windows.</summary>
    public int Windows => First.Length;
}
