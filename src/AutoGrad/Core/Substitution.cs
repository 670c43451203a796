namespace AutoGrad;

/// <summary>Tensors that stand for others on this thread: how a module runs with other weights than its own.</summary>
internal static class Substitution
{
    [ThreadStatic] private static Dictionary<Tensor, Tensor>? s_current;

    /// <summary>What a tensor stands for here and now; mostly itself.</summary>
    public static Tensor Of(Tensor x) => s_current is { } current && current.TryGetValue(x, out var other) ? other : x;

    /// <summary>Lets tensors stand for others until the scope is disposed; inner scopes win.</summary>
    public static Scope Begin(IEnumerable<KeyValuePair<Tensor, Tensor>> pairs)
    {
        var scope = new Scope(s_current);
        var next = s_current is null ? new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance) : new Dictionary<Tensor, Tensor>(s_current, ReferenceEqualityComparer.Instance);
        foreach (var (from, to) in pairs) next[from] = Of(to);
        foreach (var from in next.Keys) from.StandIn();
        s_current = next;
        return scope;
    }

    /// <summary>Ends the substitution when disposed.</summary>
    public readonly ref struct Scope
    {
        private readonly Dictionary<Tensor, Tensor>? _before;

        internal Scope(Dictionary<Tensor, Tensor>? before) => _before = before;

        public void Dispose() => s_current = _before;
    }
}
