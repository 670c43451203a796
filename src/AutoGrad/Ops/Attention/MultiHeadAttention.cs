using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Attention in several parts of the features at once: queries, keys and values are projected, each head attends with its share, and the results are projected together.</summary>
    /// <remarks>PyTorch's <c>multi_head_attention_forward</c>, batch first. With one tensor as query, key and value (self-attention) the three projections are one matrix product.</remarks>
    /// <param name="query">[batch, queries, features].</param>
    /// <param name="key">[batch, keys, features].</param>
    /// <param name="value">[batch, keys, features].</param>
    /// <param name="heads">Into how many heads the features are divided.</param>
    /// <param name="inWeight">The projections of queries, keys and values, one below the other: [3 · features, features].</param>
    /// <param name="inBias">Their biases, [3 · features]; null for none.</param>
    /// <param name="outWeight">The projection of the result, [features, features].</param>
    /// <param name="outBias">Its bias, [features]; null for none.</param>
    /// <param name="mask">Broadcasts to [batch, heads, queries, keys]: true where a query may look, or numbers to add to the scores; null for no mask.</param>
    /// <param name="causal">A query looks only at keys up to its own position.</param>
    /// <param name="dropout">The probability with which a weight is set to zero, for training; 0 for none.</param>
    /// <param name="generator">Where the dropout mask is drawn from; null for <see cref="Generator.Default"/>.</param>
    /// <returns>[batch, queries, features].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">The heads do not divide the features, or element types differ or are not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="heads"/> is below 1 or <paramref name="dropout"/> outside [0, 1].</exception>
    public static Tensor MultiHeadAttention(
        Tensor query, Tensor key, Tensor value, int heads, Tensor inWeight, Tensor? inBias, Tensor outWeight, Tensor? outBias,
        Tensor? mask = null, bool causal = false, double dropout = 0, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(inWeight);
        ArgumentNullException.ThrowIfNull(outWeight);
        const string Op = "MultiHeadAttention";
        if (query.Rank != 3 || key.Rank != 3 || query.Shape[2] != key.Shape[2]) throw new ShapeMismatchException(Op, query.Shape, key.Shape, "query and key must be [batch, steps, features]");
        if (!key.Shape.SameAs(value.Shape)) throw new ShapeMismatchException(Op, key.Shape, value.Shape, "there must be one value for each key, with as many features");
        var (batch, features) = (query.Shape[0], query.Shape[2]);
        if (heads < 1) throw new ArgumentOutOfRangeException(nameof(heads), heads, $"{Op}: there is at least one head.{NameScope.Suffix}");
        if (features % heads != 0) throw new ArgumentException($"{Op}: {heads} heads do not divide {features} features.{NameScope.Suffix}", nameof(heads));
        if (inWeight.Shape != new Shape(3 * features, features)) throw new ShapeMismatchException(Op, query.Shape, inWeight.Shape, $"the weight of the inputs must be [{3 * features}, {features}]: the projections of queries, keys and values, one below the other");

        var joint = ReferenceEquals(query, key) && ReferenceEquals(key, value) ? query.Linear(inWeight, inBias) : null;
        if (joint is { Size: > 0 } && mask is null && dropout == 0) return new SelfAttentionOp(heads, causal).Apply(joint).Linear(outWeight, outBias);
        var parts = joint?.Chunk(3, axis: 2) ?? Projected(query, key, value, inWeight, inBias);
        for (var i = 0; i < 3; i++) parts[i] = parts[i].Reshape(new Shape(batch, parts[i].Shape[1], heads, features / heads)).Transpose(1, 2);
        var result = ScaledDotProductAttention(parts[0], parts[1], parts[2], mask, causal, dropout, scale: null, generator);
        return result.Transpose(1, 2).Reshape(query.Shape).Linear(outWeight, outBias);
    }

    private static Tensor[] Projected(Tensor query, Tensor key, Tensor value, Tensor inWeight, Tensor? inBias)
    {
        var (weights, biases) = (inWeight.Chunk(3), inBias?.Chunk(3));
        return [query.Linear(weights[0], biases?[0]), key.Linear(weights[1], biases?[1]), value.Linear(weights[2], biases?[2])];
    }
}
