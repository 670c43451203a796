namespace AutoGrad;

/// <summary>Notes where each op of this thread runs, from <c>Tape.Watch()</c> until it is disposed.</summary>
/// <remarks>Notes are small, and keep no tensor and no graph alive. While nothing is watched, ops cost what they always do.</remarks>
public sealed class TapeWatch : IDisposable
{
    private readonly Notes _notes = new();

    internal TapeWatch() => _notes.Start();

    /// <summary>Stops watching; what was noted can still be asked for.</summary>
    public void Dispose() => _notes.Stop();

    /// <summary>The parameters that get no gradient from a loss computed under this watch, and why.</summary>
    /// <typeparam name="T">Tensors, such as a module's parameters.</typeparam>
    /// <param name="loss">The loss; before or after its backward pass.</param>
    /// <param name="parameters">Names and parameters: <c>model.NamedParameters()</c>.</param>
    /// <returns>One finding a parameter without gradient; none when all is well.</returns>
    /// <exception cref="InvalidOperationException"><paramref name="loss"/> was not computed under this watch.</exception>
    public IReadOnlyList<UnusedParameter> DetectUnused<T>(Tensor loss, IEnumerable<KeyValuePair<string, T>> parameters) where T : Tensor
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(parameters);
        HashSet<TapeRecord> reached = [];
        if (loss.Node is { } node)
        {
            if (TapeRecord.Find(node) is not { } last) throw new InvalidOperationException($"DetectUnused: the loss {loss.Shape} was not computed under a watch: call Tape.Watch() before the model.");
            reached = Reached(last);
        }
        var findings = new List<UnusedParameter>();
        foreach (var (name, parameter) in parameters)
            if (Finding(name, parameter, reached) is { } finding) findings.Add(finding);
        return findings;
    }

    private UnusedParameter? Finding(string name, Tensor parameter, HashSet<TapeRecord> reached)
    {
        if (parameter.Node is not { } place) return new UnusedParameter(name, parameter.Shape, UnusedReason.Frozen, "", "");
        if (_notes.Find(place) is not { } record) return new UnusedParameter(name, parameter.Shape, UnusedReason.NotRead, "", "");
        if (reached.Contains(record)) return null;
        var end = End(record);
        return new UnusedParameter(name, parameter.Shape, end.Cut ?? UnusedReason.NotReached, end.Op, end.Module);
    }

    // notes form the same graph as the ops, without recursion as the pass does
    private static HashSet<TapeRecord> Reached(TapeRecord last)
    {
        var (reached, waiting) = (new HashSet<TapeRecord> { last }, new Stack<TapeRecord>([last]));
        while (waiting.TryPop(out var record))
            foreach (var parent in record.Parents)
                if (parent.Cut is null && reached.Add(parent)) waiting.Push(parent);
        return reached;
    }

    /// <summary>Where what was computed from a parameter stops: at the first cut, or at the last op nobody read.</summary>
    private static TapeRecord End(TapeRecord record)
    {
        var (seen, waiting, last) = (new HashSet<TapeRecord> { record }, new Queue<TapeRecord>([record]), record);
        while (waiting.TryDequeue(out var next))
        {
            if (next.Cut is not null) return next;
            last = next;
            foreach (var child in next.Children)
                if (seen.Add(child)) waiting.Enqueue(child);
        }
        return last;
    }

    private sealed class Notes : OpObserver
    {
        private readonly System.Runtime.CompilerServices.ConditionalWeakTable<Node, TapeRecord> _leaves = [];

        public void Start() => Begin();

        public void Stop() => End();

        /// <summary>The note of a place under this watch: a leaf has one for each.</summary>
        public TapeRecord? Find(Node node) => node is LeafNode ? _leaves.TryGetValue(node, out var leaf) ? leaf : null : TapeRecord.Find(node);

        protected override void Computed(Op op, ReadOnlySpan<Tensor> x, Tensor y)
        {
            TapeRecord? record = null;
            foreach (var t in x)
            {
                if (t.Node is null) continue;
                record ??= new TapeRecord(op.Name, NameScope.Path)
                {
                    Cut = y.Node is not null ? null : GradMode.Enabled ? UnusedReason.Detached : UnusedReason.NoGrad,
                };
                record.Reads(Of(t.Node));
            }
            if (y.Node is { } node) record?.For(node);
        }

        protected override void Detached(Tensor x, string op) =>
            new TapeRecord(op, NameScope.Path) { Cut = GradMode.Enabled ? UnusedReason.Detached : UnusedReason.NoGrad }.Reads(Of(x.Node!));

        // a place from before the watch has a note without past
        private TapeRecord Of(Node node)
        {
            if (Find(node) is { } known) return known;
            var record = new TapeRecord(node.Op?.Name ?? "", "");
            if (node is LeafNode) _leaves.Add(node, record);
            else record.For(node);
            return record;
        }
    }
}
