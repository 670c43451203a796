using System.Globalization;
using AutoGrad.Kernels;

namespace AutoGrad;

/// <summary>A tensor in a few words: its extents, what is not finite, and the range of the rest.</summary>
internal static class TensorSummary
{
    public static bool IsFinite(Tensor x) => x.DType switch
    {
        DType.Float32 => ValueSummary.AllFinite<float>(x.Span<float>()),
        DType.Float64 => ValueSummary.AllFinite<double>(x.Span<double>()),
        _ => true,
    };

    public static bool HasNaN(Tensor x) => x.DType.IsFloating && Of(x).NaNs > 0;

    public static string Words(Tensor x)
    {
        var head = $"{x.Shape} {x.DType}";
        if (!x.DType.IsFloating || x.Size == 0) return head;
        var s = Of(x);
        var bad = s.NaNs + s.PositiveInfinities + s.NegativeInfinities;
        var words = bad == 0 ? head + ": all finite" : $"{head}: {Counted(s.NaNs, "NaN")}{Counted(s.PositiveInfinities, "∞")}{Counted(s.NegativeInfinities, "−∞")}of {s.Count}";
        return bad == s.Count ? words : string.Create(CultureInfo.InvariantCulture, $"{words}, from {s.Least:G4} to {s.Greatest:G4}, mean {s.Mean:G4}");
    }

    private static string Counted(long count, string what) => count == 0 ? "" : $"{count} {what} ";

    private static ValueSummary Of(Tensor x) => x.DType == DType.Float32 ? ValueSummary.Of<float>(x.Span<float>()) : ValueSummary.Of<double>(x.Span<double>());
}
