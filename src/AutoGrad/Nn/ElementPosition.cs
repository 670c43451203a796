namespace AutoGrad.Nn;

/// <summary>Where an element stands, for messages.</summary>
internal static class ElementPosition
{
    /// <summary>The index along each axis of the element at a row-major place: <c>[1, 0]</c>.</summary>
    public static string Of(Shape shape, int place)
    {
        var index = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--) (place, index[axis]) = Math.DivRem(place, shape[axis]);
        return $"[{string.Join(", ", index)}]";
    }
}
