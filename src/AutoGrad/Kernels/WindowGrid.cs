namespace AutoGrad.Kernels;

/// <summary>A window that slides over an array of any number of axes: tap t of window o reads element o·stride + t·dilation − padding of each axis, and 0 outside.</summary>
/// <param name="Input">Extents of what it slides over.</param>
/// <param name="Kernel">Taps along each axis.</param>
/// <param name="Stride">From one window to the next.</param>
/// <param name="Padding">How far the first window starts before the first element.</param>
/// <param name="Dilation">From one tap to the next.</param>
/// <param name="Output">How many windows along each axis.</param>
internal sealed record WindowGrid(int[] Input, int[] Kernel, int[] Stride, int[] Padding, int[] Dilation, int[] Output)
{
    public int Rank { get; } = Input.Length;

    public int InputSize { get; } = Product(Input);

    public int KernelSize { get; } = Product(Kernel);

    public int OutputSize { get; } = Product(Output);

    /// <summary>True when each window is one element and each element one window: there is nothing to unfold.</summary>
    public bool IsPointwise { get; } = Product(Kernel) == 1 && Input.AsSpan().SequenceEqual(Output) && !Padding.AsSpan().ContainsAnyExcept(0) && !Stride.AsSpan().ContainsAnyExcept(1);

    /// <summary>The elements an axis of windows covers, without dilation's gaps: (kernel − 1)·dilation + 1.</summary>
    public static long Span(int kernel, int dilation) => (kernel - 1L) * dilation + 1;

    private static int Product(ReadOnlySpan<int> extents)
    {
        var product = 1;
        foreach (var extent in extents) product *= extent;
        return product;
    }
}
