using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Sequences, images or volumes resampled to a size.</summary>
    /// <remarks>PyTorch's <c>F.interpolate(size=...)</c>. A linear function of the elements, computed along one axis after another. Sizes are reduced without smoothing, except by <see cref="InterpolationMode.Area"/>.</remarks>
    /// <param name="size">The new extents, one for each axis after the channels.</param>
    /// <param name="mode">How values between elements are found.</param>
    /// <param name="alignCorners">For linear and cubic: align the centres of the first and last elements instead of the image's edges.</param>
    /// <returns>[batch, channels, size...].</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, extents...] with one to three extents, is empty along one, or is not floating; or the corners cannot be aligned in this mode.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there is no such mode.</exception>
    public Tensor Interpolate(PerAxis size, InterpolationMode mode = InterpolationMode.Nearest, bool alignCorners = false)
    {
        var axes = CheckInterpolation("Interpolate", mode, alignCorners);
        return Resampled("Interpolate", size.For("Interpolate", axes, 1, nameof(size)), null, mode, alignCorners);
    }

    /// <summary>Sequences, images or volumes resampled by a factor along each axis: the new extents are ⌊extent · factor⌋.</summary>
    /// <remarks>PyTorch's <c>F.interpolate(scale_factor=...)</c>: elements are read at steps of 1/factor, even where the new extent was rounded down.</remarks>
    /// <param name="scaleFactors">One factor for each axis after the channels, or one for all of them.</param>
    /// <param name="mode">How values between elements are found.</param>
    /// <param name="alignCorners">For linear and cubic: align the centres of the first and last elements instead of the image's edges.</param>
    /// <returns>[batch, channels, extents...].</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, extents...] with one to three extents, is empty along one, or is not floating; there are as many factors as other axes; or the corners cannot be aligned in this mode.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A factor is not positive and finite, a new extent would be 0 or too large, or there is no such mode.</exception>
    public Tensor InterpolateBy(ReadOnlySpan<double> scaleFactors, InterpolationMode mode = InterpolationMode.Nearest, bool alignCorners = false)
    {
        var axes = CheckInterpolation("InterpolateBy", mode, alignCorners);
        if (scaleFactors.Length != 1 && scaleFactors.Length != axes)
            throw new ArgumentException($"InterpolateBy: {scaleFactors.Length} factors for {axes} axes: give one for each or one for all.{NameScope.Suffix}", nameof(scaleFactors));
        var (sizes, factors) = (new int[axes], new double[axes]);
        for (var axis = 0; axis < axes; axis++)
        {
            var factor = factors[axis] = scaleFactors[scaleFactors.Length == 1 ? 0 : axis];
            var extent = Math.Floor(Shape[2 + axis] * factor);
            if (!(factor > 0 && extent >= 1 && extent <= Array.MaxLength))
                throw new ArgumentOutOfRangeException(nameof(scaleFactors), factor, $"InterpolateBy: factor {factor} makes {extent} elements of the {Shape[2 + axis]} along axis {2 + axis} of {Shape}.{NameScope.Suffix}");
            sizes[axis] = (int)extent;
        }
        return Resampled("InterpolateBy", sizes, factors, mode, alignCorners);
    }

    /// <summary>Sequences, images or volumes resampled by one factor along every axis.</summary>
    /// <param name="scaleFactor">The factor.</param>
    /// <param name="mode">How values between elements are found.</param>
    /// <param name="alignCorners">For linear and cubic: align the centres of the first and last elements instead of the image's edges.</param>
    /// <inheritdoc cref="InterpolateBy(ReadOnlySpan{double}, InterpolationMode, bool)"/>
    public Tensor InterpolateBy(double scaleFactor, InterpolationMode mode = InterpolationMode.Nearest, bool alignCorners = false) => InterpolateBy([scaleFactor], mode, alignCorners);

    private int CheckInterpolation(string op, InterpolationMode mode, bool alignCorners)
    {
        if (Rank is < 3 or > 5 || Shape.Extents[2..].Contains(0))
            throw new ArgumentException($"{op}: the input {Shape} must be [batch, channels, extents...] with one to three extents, none of them 0.{NameScope.Suffix}", "input");
        if (!DType.IsFloating) throw Guard.NeedsFloat(op, DType);
        if (mode is < InterpolationMode.Nearest or > InterpolationMode.Area) throw new ArgumentOutOfRangeException(nameof(mode), mode, $"{op}: there is no such mode.{NameScope.Suffix}");
        if (alignCorners && mode is not (InterpolationMode.Linear or InterpolationMode.Cubic))
            throw new ArgumentException($"{op}: alignCorners means something for Linear and Cubic only, not for {mode}.{NameScope.Suffix}", nameof(alignCorners));
        if (mode == InterpolationMode.Cubic && Rank != 4) throw new ArgumentException($"{op}: cubic interpolation is for images, [batch, channels, height, width], not for {Shape}.{NameScope.Suffix}", nameof(mode));
        return Rank - 2;
    }

    private Tensor Resampled(string op, int[] sizes, double[]? factors, InterpolationMode mode, bool alignCorners)
    {
        var y = this;
        for (var axis = Rank - 1; axis >= 2; axis--)
        {
            var (input, output, factor) = (Shape[axis], sizes[axis - 2], factors?[axis - 2]);
            var scale = Resampling.Scale(input, output, factor, alignCorners);
            y = mode switch
            {
                InterpolationMode.Nearest or InterpolationMode.NearestExact =>
                    y.IndexSelect(axis, Owning(Resampling.Nearest(input, output, factor, mode == InterpolationMode.NearestExact), new Shape(output))),
                InterpolationMode.Linear => new AxisMapOp(op, axis, Resampling.Linear(input, output, scale, alignCorners)).Apply(y),
                InterpolationMode.Cubic => new AxisMapOp(op, axis, Resampling.Cubic(input, output, scale, alignCorners)).Apply(y),
                _ => new AxisMapOp(op, axis, Averages(op, input, output)).Apply(y),
            };
        }
        return y;
    }

    private static Kernels.SparseRows Averages(string op, int input, int output)
    {
        var windows = Pools.Adaptive(op, [input], 1, output)[0];
        return Pools.Averages(windows, windows.Count);
    }
}
