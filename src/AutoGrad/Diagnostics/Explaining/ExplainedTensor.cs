using System.Globalization;

namespace AutoGrad.Diagnostics;

/// <summary>The numbers of a tensor, copied: nothing of the graph stays alive through them.</summary>
public sealed class ExplainedTensor
{
    private readonly double[] _elements;

    internal ExplainedTensor(Shape shape, DType dtype, double[] elements)
    {
        (Shape, DType, _elements) = (shape, dtype, elements);
        foreach (var e in elements) NonFinite += double.IsFinite(e) ? 0 : 1;
    }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>The element type they were computed in.</summary>
    public DType DType { get; }

    /// <summary>The elements in row-major order; true is 1.</summary>
    public IReadOnlyList<double> Elements => _elements;

    /// <summary>How many elements are NaN or infinite.</summary>
    public int NonFinite { get; }

    /// <summary>A number alone as it is; of several, the extents and the range.</summary>
    public override string ToString()
    {
        if (_elements.Length == 1) return Number(_elements[0]);
        if (_elements.Length == 0) return $"{Shape} empty";
        if (_elements.Length <= 4) return $"[{string.Join(", ", _elements.Select(Number))}]";
        var finite = _elements.Where(double.IsFinite).DefaultIfEmpty(double.NaN);
        var (least, greatest) = (finite.Min(), finite.Max());
        var range = least == greatest ? $"{Shape} all {Number(least)}" : $"{Shape} {Number(least)} to {Number(greatest)}";
        return NonFinite == 0 ? range : $"{range}, {NonFinite} not finite";
    }

    internal static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? value > 0 ? "∞" : "−∞" : value.ToString("G5", CultureInfo.InvariantCulture);

    internal static ExplainedTensor Of(Tensor x)
    {
        var elements = new double[x.Size];
        switch (x.DType)
        {
            case DType.Float64: x.Span<double>().CopyTo(elements); break;
            case DType.Float32: TensorPrimitives.ConvertTruncating<float, double>(x.Span<float>(), elements); break;
            default:
                for (var i = 0; i < elements.Length; i++) elements[i] = x.ElementAt(i);
                break;
        }
        return new ExplainedTensor(x.Shape, x.DType, elements);
    }

    /// <summary>The sum, rounded as the engine rounds it.</summary>
    internal ExplainedTensor Plus(ExplainedTensor other)
    {
        var sum = new double[_elements.Length];
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] = _elements[i] + other._elements[i];
            if (DType == DType.Float32) sum[i] = (float)sum[i];
        }
        return new ExplainedTensor(Shape, DType, sum);
    }
}
