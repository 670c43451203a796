using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>A part of a tensor: on each axis a start, a step, and how many.</summary>
/// <param name="Starts">The first index on each axis.</param>
/// <param name="Steps">From one index to the next on each axis; negative to go back, never 0.</param>
/// <param name="Shape">How many on each axis.</param>
internal sealed record SliceRegion(int[] Starts, int[] Steps, Shape Shape)
{
    /// <summary>The whole of a tensor, to be narrowed.</summary>
    public static SliceRegion Whole(Shape shape)
    {
        var steps = new int[shape.Rank];
        Array.Fill(steps, 1);
        return new SliceRegion(new int[shape.Rank], steps, shape);
    }

    /// <summary>A range of one axis and all of the others.</summary>
    public static SliceRegion Range(Shape shape, int axis, int start, int length)
    {
        var whole = Whole(shape);
        whole.Starts[axis] = start;
        return whole with { Shape = shape.With(axis, length) };
    }

    /// <summary>The same part of each sample.</summary>
    public SliceRegion Behind(int samples) => new([0, .. Starts], [1, .. Steps], BatchAxis.Behind(Shape, samples));

    /// <summary>Where the first element is in a tensor of some extents.</summary>
    public int Start(Shape source)
    {
        var start = 0;
        for (var axis = 0; axis < Starts.Length; axis++) start = start * source[axis] + Starts[axis];
        return start;
    }

    /// <summary>How far to go in a tensor of some extents, along each axis of the part.</summary>
    public int[] Strides(Shape source)
    {
        var strides = StridedCopy.RowMajor(source.Extents);
        for (var axis = 0; axis < strides.Length; axis++) strides[axis] *= Steps[axis];
        return strides;
    }

    /// <summary>True when the part is one run of the elements, so that it can share them.</summary>
    public bool IsRun(Shape source)
    {
        var narrowed = false;       // an inner axis is not taken whole
        for (var axis = source.Rank - 1; axis >= 0; axis--)
        {
            if (narrowed && Shape[axis] != 1) return false;
            if (Steps[axis] != 1 && Shape[axis] > 1) return false;
            narrowed |= Shape[axis] != source[axis];
        }
        return true;
    }
}
