namespace AutoGrad;

/// <summary>How many bytes a backward pass will hold at most: what is saved and not yet released, and the gradients under way.</summary>
/// <remarks>The pass is gone through without numbers. What a rule computes on its way to its result is not counted, nor what the user holds.</remarks>
internal sealed class PeakPrediction
{
    private const int PoolCapacity = 8;

    private readonly Dictionary<Node, Gradient> _gradients = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, int> _readers = new(ReferenceEqualityComparer.Instance);
    private readonly List<long> _pool = [];
    private long _live, _peak;

    /// <summary>The most bytes of a pass from some results, each with an upstream gradient.</summary>
    public static long Of(params ReadOnlySpan<Tensor> results)
    {
        var prediction = new PeakPrediction();
        var nodes = TapeNodes.Behind(results);
        foreach (var node in nodes) prediction.Count(node);
        foreach (var result in results)
            if (result.Node is OpNode node) prediction.Add(node, prediction.Allocate(BytesOf(node), scratch: false));
        foreach (var node in nodes) prediction.Pull(node);
        return prediction._peak;
    }

    private void Count(OpNode node)
    {
        foreach (var kept in node.KeptWithOwn)
        {
            var elements = KeptElements.Of(kept);
            if (elements.IsOthers) continue;
            if (!_readers.TryGetValue(elements.Key, out var readers)) Grow(elements.Bytes);
            _readers[elements.Key] = readers + 1;
        }
    }

    private void Pull(OpNode node)
    {
        if (!_gradients.Remove(node, out var g)) return;
        if (node is OutputNode)
        {
            // it waits for the op itself
            _gradients[node.Parent(0)!] = _gradients.TryGetValue(node.Parent(0)!, out var others) ? new Gradient(others.Bytes + g.Bytes) : new Gradient(g.Bytes);
            return;
        }
        if (node is CheckpointNode { SegmentBytes: var segment }) _peak = Math.Max(_peak, _live + segment);
        for (var k = 0; k < node.Count; k++)
        {
            if (node.Parent(k) is not { } parent) continue;
            var bytes = BytesOf(parent);
            // a rule that reads nothing usually passes on what came
            var passesOn = node.Op!.Saves == Saves.None && node is not JointNode && bytes == g.Bytes;
            if (passesOn) g.Uses++;
            Add(parent, passesOn ? g : Allocate(bytes, node.Op.Recycles));
        }
        Drop(g);
        foreach (var kept in node.KeptWithOwn)
        {
            var elements = KeptElements.Of(kept);
            if (!elements.IsOthers && --_readers[elements.Key] == 0) _live -= elements.Bytes;
        }
    }

    private void Add(Node node, Gradient d)
    {
        if (!_gradients.TryGetValue(node, out var sum))
        {
            _gradients[node] = d;
            return;
        }
        if (sum is not { IsScratch: true, Uses: 1 })
        {
            _gradients[node] = Allocate(sum.Bytes, scratch: true);
            Drop(sum);
        }
        Drop(d);
    }

    private Gradient Allocate(long bytes, bool scratch)
    {
        if (!scratch || !_pool.Remove(bytes)) Grow(bytes);
        return new Gradient(bytes) { IsScratch = scratch };
    }

    private void Drop(Gradient g)
    {
        if (--g.Uses > 0) return;
        if (g.IsScratch && _pool.Count < PoolCapacity) _pool.Add(g.Bytes);
        else _live -= g.Bytes;
    }

    private void Grow(long bytes)
    {
        _live += bytes;
        _peak = Math.Max(_peak, _live);
    }

    private static long BytesOf(Node node) => node.Shape.Size * (long)node.DType.ElementSize;

    private sealed class Gradient(long bytes)
    {
        public long Bytes { get; } = bytes;

        public int Uses { get; set; } = 1;

        public bool IsScratch { get; init; }
    }
}
