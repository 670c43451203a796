namespace AutoGrad.Ops;

/// <summary>Turns index tensors into checked positions.</summary>
internal static class IndexPositions
{
    /// <summary>The indices as positions from 0, after checking them against the extent of an axis.</summary>
    /// <param name="op">The op that asks, for the message.</param>
    /// <param name="index">Int64 or Int32.</param>
    /// <param name="shape">What is indexed.</param>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="classes">The indices are classes: negative ones do not count from the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the axis.</exception>
    public static int[] Of(string op, Tensor index, Shape shape, int axis, bool classes = false)
    {
        Guard.Indices(op, index);
        var (positions, extent) = (new int[index.Size], shape[axis]);
        if (index.DType == DType.Int32) index.Span<int>().CopyTo(positions);
        else
        {
            var span = index.Span<long>();
            // what does not fit an int is outside of every axis
            for (var i = 0; i < span.Length; i++) positions[i] = (int)Math.Clamp(span[i], int.MinValue, int.MaxValue);
        }
        for (var i = 0; i < positions.Length; i++)
        {
            var at = !classes && positions[i] < 0 ? positions[i] + extent : positions[i];
            if ((uint)at >= (uint)extent) throw Outside(op, index, i, shape, axis, classes);
            positions[i] = at;
        }
        return positions;
    }

    private static ArgumentOutOfRangeException Outside(string op, Tensor index, int i, Shape shape, int axis, bool classes)
    {
        var value = index.DType == DType.Int32 ? index.Span<int>()[i] : index.Span<long>()[i];
        var place = new int[index.Rank];
        for (var (k, rest) = (place.Length - 1, i); k >= 0; k--) (rest, place[k]) = Math.DivRem(rest, index.Shape[k]);
        var at = $"at [{string.Join(", ", place)}]";
        if (classes) return new ArgumentOutOfRangeException(nameof(index), value, $"{op}: class {value} {at} of {index.Shape} is none of the {shape[axis]} classes 0..{shape[axis] - 1} of {shape}.{NameScope.Suffix}");
        var range = shape[axis] == 0 ? "the axis is empty" : $"allowed are {-shape[axis]}..{shape[axis] - 1}";
        return new ArgumentOutOfRangeException(nameof(index), value, $"{op}: index {value} {at} of {index.Shape} is outside axis {axis} of {shape}: {range}.{NameScope.Suffix}");
    }
}
