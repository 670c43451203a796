using AutoGrad.Conformance.Cases;

namespace AutoGrad.Conformance.Running;

/// <summary>Compares results with what a case expects.</summary>
internal static class Differences
{
    /// <summary>What differs, and by how much; null if nothing does.</summary>
    public static string? Of(IReadOnlyList<Expectation> expected, IReadOnlyList<Tensor?> observed, DType floating, Tolerance tolerance)
    {
        if (observed.Count != expected.Count) return $"{observed.Count} results instead of {expected.Count}";
        for (var k = 0; k < expected.Count; k++)
            if (Of(expected[k], observed[k], floating, tolerance) is { } difference) return $"{expected[k].What}: {difference}";
        return null;
    }

    /// <summary>The first result whose bits differ between two runs; null if none.</summary>
    public static string? InBits(IReadOnlyList<Expectation> expected, IReadOnlyList<Tensor?> first, IReadOnlyList<Tensor?> second)
    {
        for (var k = 0; k < first.Count; k++)
            if (first[k] is { } a ? second[k] is not { } b || !TensorData.SameBits(a, b) : second[k] is not null) return k < expected.Count ? expected[k].What : $"result {k}";
        return null;
    }

    private static string? Of(Expectation expected, Tensor? observed, DType floating, Tolerance tolerance)
    {
        var (_, data, mayBeMissing) = expected;
        if (observed is null) return mayBeMissing ? null : "missing";
        var dtype = data.DType.IsFloating ? floating : data.DType;
        if (observed.DType != dtype) return $"element type {observed.DType} instead of {dtype}";
        if (!observed.Shape.Extents.SequenceEqual(data.Extents)) return $"shape {observed.Shape} instead of {new Shape(data.Extents)}";
        var (values, worst, at) = (TensorData.Of(observed).Values, 0.0, -1);
        for (var i = 0; i < values.Length; i++)
        {
            var excess = Excess(values[i], data.Values[i], dtype.IsFloating ? tolerance : default);
            if (excess > worst) (worst, at) = (excess, i);
        }
        return at < 0 ? null : $"element {at} is {values[at]:R} instead of {data.Values[at]:R}, off by {Math.Abs(values[at] - data.Values[at]):G3} where {tolerance.Absolute + tolerance.Relative * Math.Abs(data.Values[at]):G3} is allowed";
    }

    /// <summary>By how much the difference exceeds what is allowed; 0 or less if it does not.</summary>
    private static double Excess(double a, double b, Tolerance tolerance)
    {
        if (a.Equals(b) || a == b) return 0;
        if (!double.IsFinite(a) || !double.IsFinite(b)) return double.PositiveInfinity;
        return Math.Abs(a - b) - (tolerance.Absolute + tolerance.Relative * Math.Abs(b));
    }
}
