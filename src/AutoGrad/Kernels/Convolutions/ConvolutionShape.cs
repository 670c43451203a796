namespace AutoGrad.Kernels;

/// <summary>The extents of a convolution: images [batch, groups · channels, input...], weights [groups · filters, channels, kernel...], results [batch, groups · filters, output...].</summary>
/// <param name="Batch">Number of images.</param>
/// <param name="Groups">Into how many parts the channels are divided; each sees only its own.</param>
/// <param name="Channels">Channels of the image in one group.</param>
/// <param name="Filters">Channels of the result in one group.</param>
/// <param name="Grid">How the windows slide.</param>
internal sealed record ConvolutionShape(int Batch, int Groups, int Channels, int Filters, WindowGrid Grid)
{
    /// <summary>Numbers of one group of one image.</summary>
    public int ImageSize => Channels * Grid.InputSize;

    /// <summary>Numbers of one group of the weights.</summary>
    public int WeightSize => Filters * Depth;

    /// <summary>Numbers of one group of one result.</summary>
    public int ResultSize => Filters * Grid.OutputSize;

    /// <summary>Numbers that make one number of the result.</summary>
    public int Depth => Channels * Grid.KernelSize;
}
