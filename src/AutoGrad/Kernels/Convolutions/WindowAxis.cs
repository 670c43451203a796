namespace AutoGrad.Kernels;

/// <summary>One axis of sliding windows as a product reads them: tap t of window o is element <c>Starts[t] + o·Step</c> of the source, 0 outside of it.</summary>
/// <remarks>
/// The windows of a convolution are one such axis. In its transpose, elements of the image that lie a stride apart meet the same
/// taps, so each residue is an axis of its own, without stride: no zero is ever multiplied.
/// </remarks>
/// <param name="Source">Extent of what is read.</param>
/// <param name="Count">How many windows.</param>
/// <param name="Step">In the source, from one window to the next.</param>
/// <param name="Starts">Where window 0 reads, for each tap.</param>
/// <param name="Taps">Which tap of the kernel each is.</param>
/// <param name="First">Which element of the result window 0 makes.</param>
/// <param name="Gap">In the result, from one window to the next.</param>
internal sealed record WindowAxis(int Source, int Count, int Step, int[] Starts, int[] Taps, int First, int Gap)
{
    /// <summary>An axis of the convolution.</summary>
    public static WindowAxis Of(WindowGrid grid, int axis)
    {
        var (starts, taps) = (new int[grid.Kernel[axis]], new int[grid.Kernel[axis]]);
        for (var t = 0; t < taps.Length; t++) (starts[t], taps[t]) = (t * grid.Dilation[axis] - grid.Padding[axis], t);
        return new WindowAxis(grid.Input[axis], grid.Output[axis], grid.Stride[axis], starts, taps, 0, 1);
    }

    /// <summary>An axis of the transpose: one for each residue of the stride that any tap meets.</summary>
    public static List<WindowAxis> OfTransposed(WindowGrid grid, int axis)
    {
        var (stride, input) = (grid.Stride[axis], grid.Input[axis]);
        var found = new List<WindowAxis>();
        for (var first = 0; first < Math.Min(grid.Kernel[axis], stride); first++)
        {
            // the taps from the first on that read the same residue, and the first element of it
            var residue = Residue((long)first * grid.Dilation[axis] - grid.Padding[axis], stride);
            if (residue >= input || Seen(found, residue)) continue;
            var (starts, taps) = (new List<int>(), new List<int>());
            for (var t = first; t < grid.Kernel[axis]; t++)
            {
                var from = (long)residue - t * grid.Dilation[axis] + grid.Padding[axis];
                if (from % stride != 0) continue;
                starts.Add((int)(from / stride));
                taps.Add(t);
            }
            found.Add(new WindowAxis(grid.Output[axis], (input - residue - 1) / stride + 1, 1, [.. starts], [.. taps], residue, stride));
        }
        return found;
    }

    private static bool Seen(List<WindowAxis> axes, int residue)
    {
        foreach (var axis in axes)
            if (axis.First == residue) return true;
        return false;
    }

    private static int Residue(long x, int stride) => (int)((x % stride + stride) % stride);
}
