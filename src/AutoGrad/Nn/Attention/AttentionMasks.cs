namespace AutoGrad.Nn;

/// <summary>Who may look at whom, in the several ways to say it.</summary>
/// <param name="Mask">True where a query may look, or numbers to add to the scores; null for no mask.</param>
/// <param name="KeyPadding">True for keys that nobody may look at, [batch, keys] or [keys]; null for none.</param>
/// <param name="Causal">A query looks only at keys up to its own position.</param>
internal readonly record struct AttentionMasks(Tensor? Mask, Tensor? KeyPadding, bool Causal)
{
    /// <summary>All masks in one, for scores of a shape.</summary>
    /// <param name="query">What looks, for messages.</param>
    /// <param name="scores">[batch, heads, queries, keys].</param>
    /// <param name="start">The position of the first query among the keys.</param>
    /// <param name="single">The inputs have no batch axis.</param>
    /// <param name="causal">Whether the order is still to be minded, from position 0.</param>
    /// <returns>True where a query may look, or numbers to add to the scores; null where all may.</returns>
    public Tensor? Combined(Tensor query, Shape scores, int start, bool single, out bool causal)
    {
        // one query after all keys may look at each of them
        causal = Causal && start == 0;
        var allowed = Causal && start > 0 && scores[2] > 1 ? Later(scores[2], scores[3], start) : null;
        if (KeyPadding is { } padding)
        {
            if (padding.DType != DType.Bool) throw new ArgumentException($"MultiHeadAttention: a key padding mask holds truth values, true for keys to ignore, not {padding.DType}.{NameScope.Suffix}", "keyPaddingMask");
            if (!(single ? padding.Shape.SameAs([scores[3]]) : padding.Shape.SameAs([scores[0], scores[3]])))
                throw new ShapeMismatchException("MultiHeadAttention", query.Shape, padding.Shape, $"the key padding mask must be {(single ? $"[{scores[3]}]" : $"[{scores[0]}, {scores[3]}]")}, one truth value a key");
            var keys = padding.LogicalNot().Reshape(new Shape(scores[0], 1, 1, scores[3]));
            allowed = allowed is null ? keys : allowed & keys;
        }
        if (Mask is null) return allowed;
        if (!Mask.Shape.BroadcastsTo(scores)) throw new ShapeMismatchException("MultiHeadAttention", query.Shape, Mask.Shape, $"the mask must broadcast to {scores}, [batch, heads, queries, keys]");
        if (Mask.DType != DType.Bool) Guard.SameDType("MultiHeadAttention", query, Mask);
        if (allowed is null) return Mask;
        return Mask.DType == DType.Bool ? Mask & allowed : Tensor.Where(allowed, Mask, double.NegativeInfinity);
    }

    /// <summary>Scores with −∞ where nobody may look.</summary>
    public Tensor Applied(Tensor scores, Tensor? allowed, bool causal)
    {
        if (allowed is not null) scores = allowed.DType == DType.Bool ? Tensor.Where(allowed, scores, double.NegativeInfinity) : scores + allowed;
        return causal ? Tensor.Where(Later(scores.Shape[2], scores.Shape[3], 0), scores, double.NegativeInfinity) : scores;
    }

    private static Tensor Later(int queries, int keys, int start)
    {
        var seen = new bool[queries * keys];
        for (var i = 0; i < queries; i++) seen.AsSpan(i * keys, Math.Min(keys, start + i + 1)).Fill(true);
        return Tensor.From(seen, [queries, keys]);
    }
}
