namespace AutoGrad;

/// <summary>How values between the elements of an image are found.</summary>
public enum InterpolationMode
{
    /// <summary>The element before: ⌊o·input/output⌋, PyTorch's <c>nearest</c>.</summary>
    Nearest,

    /// <summary>The element whose centre is nearest, PyTorch's <c>nearest-exact</c>.</summary>
    NearestExact,

    /// <summary>Between two elements along each axis: PyTorch's <c>linear</c>, <c>bilinear</c>, <c>trilinear</c>.</summary>
    Linear,

    /// <summary>Cubic convolution over four elements along each axis, with a = −0.75: PyTorch's <c>bicubic</c>.</summary>
    Cubic,

    /// <summary>The mean of the elements a result covers: <see cref="Tensor.AdaptiveAvgPool2d"/>.</summary>
    Area,
}
