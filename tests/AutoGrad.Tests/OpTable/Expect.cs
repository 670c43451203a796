namespace AutoGrad.Tests.OpTable;

/// <summary>Comparisons of arrays that say which element differs.</summary>
internal static class Expect
{
    /// <summary>Same extents, and each |a − e| ≤ tolerance·max(1, |e|); NaN equals NaN, infinities by sign.</summary>
    public static void Close(NdArray actual, NdArray expected, double tolerance, string what)
    {
        actual.Extents.ShouldBe(expected.Extents, $"{what}: shape");
        for (var i = 0; i < expected.Size; i++)
            if (!Near(actual.Data[i], expected.Data[i], tolerance))
                throw new ShouldAssertException($"{what}: element {i} of [{string.Join(", ", expected.Extents)}] is {actual.Data[i]:R}, expected {expected.Data[i]:R} (tolerance {tolerance}).");
    }

    public static bool Near(double actual, double expected, double tolerance) =>
        actual.Equals(expected) || actual == expected || Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected)) && double.IsFinite(expected);

    /// <summary>The same type, shape and bits.</summary>
    public static void SameBits(Tensor actual, Tensor expected, string what)
    {
        actual.DType.ShouldBe(expected.DType, what);
        actual.Shape.ShouldBe(expected.Shape, what);
        if (!TensorCopies.Bits(actual).AsSpan().SequenceEqual(TensorCopies.Bits(expected)))
            throw new ShouldAssertException($"{what}: {actual} and {expected} differ.");
    }
}
