using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The different elements in ascending order, which of them each element is, and how often each occurs.</summary>
    /// <remarks>Every NaN counts as different from all others, as in PyTorch; they come last. Nothing here carries a gradient.</remarks>
    /// <returns>The values on one axis; Int64 indices into them in the shape of this tensor; Int64 counts.</returns>
    public (Tensor Values, Tensor Inverse, Tensor Counts) Unique()
    {
        var flat = Detach().Flatten();
        var order = SortedIndices.Of("Unique", flat, 0, descending: false);
        var sorted = flat.Gather(0, order);
        var differs = sorted.Narrow(0, Math.Min(1, Size), Math.Max(Size - 1, 0)).NotEqualTo(sorted.Narrow(0, 0, Math.Max(Size - 1, 0)));
        var (inverse, starts) = (New(Shape, DType.Int64), new List<long>());
        ReadOnlySpan<long> places = order.Span<long>();
        ReadOnlySpan<bool> jumps = differs.Span<bool>();
        var group = inverse.Span<long>();
        for (var i = 0; i < places.Length; i++)
        {
            if (i == 0 || jumps[i - 1]) starts.Add(i);
            group[(int)places[i]] = starts.Count - 1;
        }
        var (first, counts) = (starts.ToArray(), new long[starts.Count]);
        for (var i = 0; i < counts.Length; i++) counts[i] = (i + 1 < first.Length ? first[i + 1] : Size) - first[i];
        return (sorted.IndexSelect(0, Owning(first, [first.Length])), inverse, Owning(counts, [counts.Length]));
    }
}
