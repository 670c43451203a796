using System.Runtime.CompilerServices;
using System.Text;

namespace AutoGrad;

/// <summary>Looks at every result and every gradient, and remembers where each op was called.</summary>
internal sealed class AnomalyObserver(bool allowInfinities) : OpObserver
{
    private static readonly ConditionalWeakTable<Node, Origin> s_origins = [];

    public void Start() => Begin();

    public void Stop() => End();

    protected override void Computed(Op op, ReadOnlySpan<Tensor> x, Tensor y)
    {
        if (!IsBad(y))
        {
            if (y.Node is { } node) s_origins.AddOrUpdate(node, new Origin(NameScope.Path, CallSite.Current()));
            return;
        }
        var text = new StringBuilder($"{op.Name}: its result {TensorSummary.Words(y)}.");
        for (var i = 0; i < x.Length; i++) text.Append($" Input {i} {TensorSummary.Words(x[i])}{(IsBad(x[i]) ? ", before any op made it" : "")}.");
        throw Found(text, op, new Origin(NameScope.Path, CallSite.Current()), isBackward: false);
    }

    protected override void PulledBack(Node node, int input, Tensor g, Tensor d)
    {
        if (!IsBad(d)) return;
        var text = new StringBuilder($"{node.Op!.Name}: its rule's gradient for input {input} {TensorSummary.Words(d)}. The upstream gradient {TensorSummary.Words(g)}.");
        if (node is OpNode op)
        {
            foreach (var kept in op.Kept)
                if (kept is Tensor saved) text.Append($" It read {TensorSummary.Words(saved)}.");
        }
        throw Found(text, node.Op, OriginOf(node), isBackward: true);
    }

    private bool IsBad(Tensor tensor) => allowInfinities ? TensorSummary.HasNaN(tensor) : !TensorSummary.IsFinite(tensor);

    private static AnomalyException Found(StringBuilder text, Op op, Origin? origin, bool isBackward)
    {
        if (origin is null) text.Append(" The op ran before anomalies were looked for: open the scope around the forward computation too, to see its line.");
        if (origin?.CallSite is { } site) text.Append($" Called by {site}.");
        text.Append(MistakePage.Mention(MistakePage.LossIsNaN));
        if (origin is { Module.Length: > 0 }) text.Append($" In module {origin.Module}.");
        return new AnomalyException(text.ToString(), op.Name, origin?.Module ?? "", isBackward, origin?.CallSite);
    }

    private static Origin? OriginOf(Node node)
    {
        if (s_origins.TryGetValue(node, out var origin)) return origin;
        foreach (var output in (node as MultiOutputNode)?.Outputs ?? [])
            if (output is not null && s_origins.TryGetValue(output, out origin)) return origin;
        return null;
    }

    private sealed record Origin(string Module, CallSite? CallSite);
}
