using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Attention: each query gets the mean of the values, weighted by how well their keys match it: softmax(scale · Q·Kᵀ)·V.</summary>
    /// <remarks>
    /// Vaswani et al., "Attention is all you need", 2017. Axes before the last two are batch axes, such as batch and heads, and broadcast.
    /// A query that may look at no key at all gets NaN, as in PyTorch.
    /// </remarks>
    /// <param name="query">[..., queries, features].</param>
    /// <param name="key">[..., keys, features].</param>
    /// <param name="value">[..., keys, result features].</param>
    /// <param name="mask">Broadcasts to [..., queries, keys]: truth values, true where a query may look, or floating numbers to add to the scores; null for no mask.</param>
    /// <param name="causal">A query looks only at keys up to its own position.</param>
    /// <param name="dropout">The probability with which a weight is set to zero, for training; 0 for none.</param>
    /// <param name="scale">The factor of the scores; null for 1/√features.</param>
    /// <param name="generator">Where the dropout mask is drawn from; null for <see cref="Generator.Default"/>.</param>
    /// <returns>[..., queries, result features].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">Element types differ or are not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dropout"/> is outside [0, 1].</exception>
    public static Tensor ScaledDotProductAttention(
        Tensor query, Tensor key, Tensor value, Tensor? mask = null, bool causal = false, double dropout = 0, double? scale = null, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        const string Op = "ScaledDotProductAttention";
        if (!query.DType.IsFloating) throw Guard.NeedsFloat(Op, query.DType);
        if (query.Rank < 2 || key.Rank < 2 || query.Shape[^1] != key.Shape[^1])
            throw new ShapeMismatchException(Op, query.Shape, key.Shape, "query and key must be [..., queries, features] and [..., keys, features]");
        if (value.Rank < 2 || value.Shape[^2] != key.Shape[^2])
            throw new ShapeMismatchException(Op, key.Shape, value.Shape, "key and value must be [..., keys, features] and [..., keys, result features]");
        var factor = scale ?? 1 / Math.Sqrt(Math.Max(1, query.Shape[^1]));
        if (mask is null && dropout == 0 && IsPlain(query, key, value))
        {
            var matrices = Shape.Product(query.Shape.Extents[..^2]);
            return new AttentionOp(new AttentionPlan(1, matrices, query.Shape[^2], key.Shape[^2], query.Shape[^1], value.Shape[^1], causal, factor)).Apply(query, key, value);
        }
        if (mask is null) return AttentionOp.Weights(query, key, factor, causal).Dropout(dropout, training: true, generator).MatMul(value);
        var scores = (query * factor).MatMul(key, transposeB: true);
        if (!mask.Shape.BroadcastsTo(scores.Shape)) throw new ShapeMismatchException(Op, scores.Shape, mask.Shape, "the mask must broadcast to the scores, [..., queries, keys]");
        scores = AttentionOp.Masked(mask.DType == DType.Bool ? Where(mask, scores, double.NegativeInfinity) : scores + mask, causal);
        return scores.Softmax(-1).Dropout(dropout, training: true, generator).MatMul(value);
    }

    /// <summary>Of one element type, with the same batch axes, and nothing empty.</summary>
    private static bool IsPlain(Tensor query, Tensor key, Tensor value) =>
        query.DType == key.DType && key.DType == value.DType && query.Size > 0 && key.Size > 0 && value.Size > 0
        && query.Shape.Extents[..^2].SequenceEqual(key.Shape.Extents[..^2]) && key.Shape.Extents[..^2].SequenceEqual(value.Shape.Extents[..^2]);
}
