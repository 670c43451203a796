namespace AutoGrad.Nn;

/// <summary>What attention layers have seen of a sequence so far, so that generation computes only what is new.</summary>
/// <remarks>
/// <para>One cache serves a whole model: each <see cref="MultiHeadAttention"/> it is handed to keeps its keys and values under
/// itself. Where keys come from somewhere else (an encoder's output), they are projected once and used again as long as the
/// same tensor is passed.</para>
/// <code>
/// var cache = new KeyValueCache();
/// using var scope = GradMode.NoGrad();
/// var logits = model.Call(prompt, cache);        // all of the prompt
/// logits = model.Call(next, cache);              // one step more
/// </code>
/// <para>A layer that is used at several places of one model needs a cache for each place.</para>
/// </remarks>
public sealed class KeyValueCache
{
    private readonly Dictionary<MultiHeadAttention, Entry> _entries = new(ReferenceEqualityComparer.Instance);

    /// <summary>How many steps all layers remember: the position of the next one, from 0.</summary>
    public int Length
    {
        get
        {
            var length = int.MaxValue;
            foreach (var entry in _entries.Values)
                if (entry.Source is null) length = Math.Min(length, entry.Keys.Shape[2]);
            return length == int.MaxValue ? 0 : length;
        }
    }

    /// <summary>Forgets everything: a new sequence.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>Forgets the steps from a position on, to continue from there in another way.</summary>
    /// <param name="length">How many steps to keep, at most <see cref="Length"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative or above <see cref="Length"/>.</exception>
    public void Truncate(int length)
    {
        if (length < 0 || length > Length) throw new ArgumentOutOfRangeException(nameof(length), length, $"KeyValueCache: there are {Length} steps to keep.");
        foreach (var (attention, entry) in _entries.ToArray())
            if (entry.Source is null) _entries[attention] = entry with { Keys = entry.Keys.Narrow(2, 0, length), Values = entry.Values.Narrow(2, 0, length) };
    }

    /// <summary>Takes other rows of the batch, as beam search does: row i becomes the old row <c>rows[i]</c>.</summary>
    /// <param name="rows">Int64 or Int32 row numbers, [new batch].</param>
    /// <exception cref="ArgumentException"><paramref name="rows"/> is no vector of integers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row does not exist.</exception>
    public void Reorder(Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var changed = new List<KeyValuePair<MultiHeadAttention, Entry>>();
        foreach (var (attention, entry) in _entries)
            // what came from elsewhere is projected again, from the memory in its new order
            if (entry.Source is null) changed.Add(new(attention, entry with { Keys = entry.Keys.IndexSelect(0, rows), Values = entry.Values.IndexSelect(0, rows) }));
        _entries.Clear();
        foreach (var (attention, entry) in changed) _entries.Add(attention, entry);
    }

    /// <summary>The number of steps one layer remembers of the sequence itself.</summary>
    /// <exception cref="InvalidOperationException">Another layer has gone on without this one: an earlier pass ended half way.</exception>
    internal int LengthOf(MultiHeadAttention attention, int added)
    {
        var longest = 0;
        foreach (var entry in _entries.Values)
            if (entry.Source is null) longest = Math.Max(longest, entry.Keys.Shape[2]);
        var own = Find(attention, null, null)?.Keys.Shape[2] ?? 0;
        if (own != longest && own + added != longest)
            throw new InvalidOperationException($"MultiHeadAttention: the cache holds {own} steps of this layer and {longest} of another, so an earlier pass ended half way: Truncate({Length}) it, or Clear() it.{NameScope.Suffix}");
        return own;
    }

    /// <summary>What one layer remembers; null for nothing, or nothing of these keys and values.</summary>
    internal Entry? Find(MultiHeadAttention attention, Tensor? keySource, Tensor? valueSource) =>
        _entries.TryGetValue(attention, out var entry) && ReferenceEquals(entry.Source, keySource) && ReferenceEquals(entry.ValueSource, valueSource) ? entry : null;

    /// <summary>Keeps what one layer has to remember.</summary>
    internal void Keep(MultiHeadAttention attention, Entry entry) => _entries[attention] = entry;

    /// <summary>Keys and values of one layer, [batch, heads, steps, features].</summary>
    /// <param name="Keys">The projected keys.</param>
    /// <param name="Values">The projected values.</param>
    /// <param name="Source">The tensor the keys come from, where that is not the sequence itself.</param>
    /// <param name="ValueSource">The tensor the values come from, likewise.</param>
    internal sealed record Entry(Tensor Keys, Tensor Values, Tensor? Source, Tensor? ValueSource);
}
