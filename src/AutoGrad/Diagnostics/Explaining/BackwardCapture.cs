using System.Runtime.CompilerServices;

namespace AutoGrad.Diagnostics;

/// <summary>Keeps what a backward pass hands on, as numbers: the pass uses its tensors again.</summary>
internal sealed class BackwardCapture
{
    private static readonly ConditionalWeakTable<Node, CapturedPass> s_passes = [];

    private CapturedPass? _pass;
    private Node? _last;
    private int _lastInput;

    /// <summary>The latest pass that went back from a place; null for none.</summary>
    public static CapturedPass? From(Node place)
    {
        if (s_passes.TryGetValue(place, out var pass)) return pass;
        return place is OutputNode && place.Parent(0) is { } source && s_passes.TryGetValue(source, out pass) ? pass : null;
    }

    public void Add(Node node, int input, Tensor g, Tensor d)
    {
        // a pass goes from newer to older; what goes the other way is the start of the next
        var goesOn = _pass is not null && (ReferenceEquals(node, _last) ? input > _lastInput : node.Order < _last!.Order);
        if (!goesOn) s_passes.AddOrUpdate(node, _pass = new CapturedPass());
        (_last, _lastInput) = (node, input);
        if (!_pass!.Upstream.ContainsKey(node)) _pass.Upstream.Add(node, ExplainedTensor.Of(g));
        _pass.Contributions.Add(new Contribution(node, input, ExplainedTensor.Of(d)));
    }
}

/// <summary>What one backward pass handed on.</summary>
internal sealed class CapturedPass
{
    /// <summary>The gradient that arrived at each op, complete.</summary>
    public Dictionary<Node, ExplainedTensor> Upstream { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>What each op handed to each input, in the order of the pass.</summary>
    public List<Contribution> Contributions { get; } = [];
}

/// <summary>What an op handed to one input.</summary>
internal readonly record struct Contribution(Node Node, int Input, ExplainedTensor Value);
