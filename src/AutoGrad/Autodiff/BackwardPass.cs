namespace AutoGrad;

/// <summary>One pass over a graph: pulls gradients from some results back to the leaves.</summary>
/// <remarks>
/// <para>Reachable nodes are visited by creation number, newest first, without recursion. A node knows where the pass keeps
/// it (<see cref="Node.Slot"/>); the pass believes it only when it finds the node there, so no marks need clearing and two
/// passes on two threads cannot mislead each other.</para>
/// <para>The first gradient that reaches a node is borrowed, or owned if the pass itself allocated it; the second makes a
/// sum that the pass owns; later ones are added into it. Leaves get their sums only when the whole pass has succeeded.</para>
/// </remarks>
internal sealed class BackwardPass
{
    // a pass over a larger graph does not keep its lists for the next one
    private const int KeptCapacity = 1 << 16;

    [ThreadStatic] private static BackwardPass? s_idle;
    [ThreadStatic] private static int s_running;

    private readonly ScratchPool _pool = new();
    private readonly LeafSums _leaves = new();
    private Place[] _places = new Place[64];
    private bool[] _needed = [];
    private List<(GradientHooks Hooks, Tensor Gradient)>? _retained;
    private int _count;
    private List<int>? _slotsBefore;
    private HashSet<Node>? _ends;
    private OpObserver? _observer;
    private bool _createGraph, _retainGraph, _everything;
    private long _oldest;

    /// <summary>A pass to use on this thread, until <see cref="End"/>.</summary>
    public static BackwardPass Begin()
    {
        var pass = s_idle ?? new BackwardPass();
        s_idle = null;      // a rule may start a pass of its own
        if (s_running++ > 0) pass._slotsBefore = [];
        return pass;
    }

    /// <summary>Forgets everything; the lists wait for the next pass of this thread.</summary>
    public void End()
    {
        // a pass inside another gives back the places it took
        for (var i = 0; _slotsBefore is not null && i < _count; i++) _places[i].Node.Slot = _slotsBefore[i];
        s_running--;
        Array.Clear(_places, 0, _count);
        _leaves.Clear();
        _pool.Clear();
        (_count, _retained, _slotsBefore, _ends, _observer) = (0, null, null, null, null);
        if (_places.Length <= KeptCapacity) s_idle = this;
        BufferPool.Released();
    }

    /// <summary>The sums that reached the leaves, in the order they were first reached.</summary>
    public LeafSums Leaves => _leaves;

    /// <summary>The gradients of intermediate results that somebody asked to keep.</summary>
    public List<(GradientHooks Hooks, Tensor Gradient)> Retained => _retained ?? [];

    /// <summary>Pulls the seeds back to every leaf, or only towards some targets.</summary>
    /// <param name="outputs">Results to start from; each has a place in the graph.</param>
    /// <param name="seeds">The upstream gradient of each.</param>
    /// <param name="targets">Where to go; none for every leaf.</param>
    /// <param name="createGraph">Record the rules, so that the gradients can be differentiated.</param>
    /// <param name="retainGraph">Keep what was saved, so that another pass can follow.</param>
    /// <param name="stop">Look at nothing beyond a target: what reaches one does not go on to another.</param>
    /// <param name="sums">With <paramref name="stop"/>: what each target has received before, to be continued.</param>
    /// <returns>What reached each target; null where nothing did.</returns>
    public Tensor?[] Run(ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> seeds, ReadOnlySpan<Tensor> targets, bool createGraph, bool retainGraph, bool stop = false, ReadOnlySpan<Tensor?> sums = default)
    {
        (_createGraph, _retainGraph, _everything) = (createGraph, retainGraph, targets.IsEmpty);
        if (stop)
        {
            _ends = new HashSet<Node>(ReferenceEqualityComparer.Instance);
            foreach (var target in targets) _ends.Add(target.Node!);
        }
        _leaves.Open = _everything;
        // nothing older than the oldest target can lead to one: a transform inside another does not walk the outer graph
        _oldest = _everything ? 0 : long.MaxValue;
        foreach (var target in targets) _oldest = Math.Min(_oldest, target.Node!.Order);
        foreach (var output in outputs)
            if (output.Node is { Op: not null } node && node.Order >= _oldest) Visit(node);
        Collect();
        Sort();
        var results = new Tensor?[targets.Length];
        if (!_everything) Aim(targets);
        var before = ScratchPool.Current;
        _observer = OpObserver.Any ? OpObserver.Current : null;
        using (OpObserver.Paused())
        using (GradMode.Set(createGraph))
        {
            try
            {
                for (var i = 0; i < sums.Length; i++)
                    if (sums[i] is { } sum && (targets[i].Node is LeafNode || Holds(targets[i].Node!))) SumOf(targets[i].Node!) = new GradientSum { Sum = sum };
                for (var i = 0; i < outputs.Length; i++)
                    if (outputs[i].Node!.Order >= _oldest) Add(outputs[i].Node!, seeds[i], null);
                Pull(targets, results);
                ShowLeaves();
            }
            finally
            {
                ScratchPool.Current = before;
            }
        }
        for (var i = 0; i < targets.Length; i++)
            if (targets[i].Node is LeafNode leaf) results[i] = _leaves.SumOf(leaf);
        return results;
    }

    private void Visit(Node node)
    {
        if (Holds(node)) return;
        if (node.IsReleased)
            throw MistakePage.State(MistakePage.BackwardTwice,
                $"Backward: the graph at {node.Op!.Name} {node.Shape} was already released by an earlier backward pass. Pass retainGraph: true to that one, or compute the result again.");
        if (_count == _places.Length) Array.Resize(ref _places, _count * 2);
        _slotsBefore?.Add(node.Slot);
        node.Slot = _count;
        _places[_count++].Node = node;
    }

    internal bool Holds(Node node)
    {
        var slot = node.Slot;
        return (uint)slot < (uint)_count && ReferenceEquals(_places[slot].Node, node);
    }

    // the list is its own queue
    private void Collect()
    {
        for (var i = 0; i < _count; i++)
        {
            var node = _places[i].Node;
            if (_ends is not null && _ends.Contains(node)) continue;
            for (int k = 0, count = node.Count; k < count; k++)
                if (node.Parent(k) is { Op: not null } parent && parent.Order >= _oldest) Visit(parent);
        }
    }

    private void Sort()
    {
        var sorted = true;
        for (var i = 1; i < _count && sorted; i++) sorted = _places[i - 1].Node.Order > _places[i].Node.Order;
        if (sorted) return;
        _places.AsSpan(0, _count).Sort(static (a, b) => b.Node.Order.CompareTo(a.Node.Order));
        if (_slotsBefore is not null)
        {
            var before = _slotsBefore.ToArray();
            for (var i = 0; i < _count; i++) _slotsBefore[i] = before[_places[i].Node.Slot];
        }
        for (var i = 0; i < _count; i++) _places[i].Node.Slot = i;
    }

    /// <summary>Marks the nodes that lead to a target.</summary>
    private void Aim(ReadOnlySpan<Tensor> targets)
    {
        if (_needed.Length < _count) _needed = new bool[_places.Length];
        Array.Clear(_needed, 0, _count);
        foreach (var target in targets)
        {
            if (target.Node is LeafNode leaf) _leaves.Register(leaf);
            else if (Holds(target.Node!)) _needed[target.Node!.Slot] = true;
        }
        for (var i = _count - 1; i >= 0; i--)
            for (var (node, k) = (_places[i].Node, 0); k < node.Count && !_needed[i]; k++) _needed[i] = Wanted(node.Parent(k));
    }

    internal bool Wanted(Node? node)
    {
        if (node is null || node.Order < _oldest) return false;
        return _everything || (node is LeafNode leaf ? _leaves.Contains(leaf) : _needed[SlotOf(node)]);
    }

    /// <summary>The sum of a node, to be added to.</summary>
    internal ref GradientSum SumOf(Node node) => ref node is LeafNode leaf ? ref _leaves.Of(leaf) : ref _places[SlotOf(node)].Gradient;

    private int SlotOf(Node node) => Holds(node)
        ? node.Slot
        : throw new InvalidOperationException($"Backward: another thread goes backward over the same graph (at {node.Op!.Name} {node.Shape}) at the same time. Let one finish first, or compute the result once a thread.");

    private void Pull(ReadOnlySpan<Tensor> targets, Tensor?[] results)
    {
        for (var i = 0; i < _count; i++)
        {
            var node = _places[i].Node;
            if (_places[i].Gradient.Sum is not { } g) continue;
            if (!_everything && !_needed[i]) continue;
            if (Follows(i) && PointwiseRegion.Pull(this, _pool, ref i)) continue;
            var isEnd = _ends is not null && _ends.Contains(node);
            if (node.IsHooked && !isEnd) _places[i].Gradient = new GradientSum { Sum = g = Show(node, g) };
            if (!_everything) Capture(node, g, targets, results);
            if (isEnd) continue;
            if (node is OutputNode output)
            {
                if (output.Parent(0)!.Order >= _oldest) SumOf(output.Parent(0)!).Sum ??= g;     // says that the op was reached; its outputs keep their gradients till then
                continue;
            }
            if (node is MultiOutputNode many) PullMany(many);
            else PullOne((OpNode)node, ref _places[i].Gradient, g);
            if (!_retainGraph) node.Release();
        }
    }

    internal int Count => _count;

    internal Node NodeAt(int place) => _places[place].Node;

    internal GradientSum SumAt(int place) => _places[place].Gradient;

    /// <summary>True where nobody but the engine looks at the gradient of a node.</summary>
    internal bool Follows(int place) => _everything && !_createGraph && _ends is null && _observer is null && !_places[place].Node.IsHooked;

    /// <summary>Drops what a node received and saved.</summary>
    internal void Done(int place)
    {
        _places[place].Gradient = default;
        if (!_retainGraph) _places[place].Node.Release();
    }

    private void PullOne(OpNode node, ref GradientSum sum, Tensor g)
    {
        var op = node.Op!;
        var owned = sum.Owned && g.IsScratch;
        sum = default;
        Tensor? passedOn = null;
        var (passed, heir) = (0, (Node?)null);
        Guide(op, g);
        if (!_createGraph && op is IFusedGradients fused)
        {
            PullAll(node, fused, [g]);
            if (owned && g.IsScratch) _pool.Return(g);
            return;
        }
        for (var k = 0; k < node.Count; k++)
        {
            var parent = node.Parent(k);
            if (!Wanted(parent)) continue;
            // the last rule that reads it may write over it
            _pool.Overwritable = owned && passed == 0 && k == node.Count - 1 && _observer is null ? g : null;
            var d = RuleResult.Fit(op, k, parent!, op.Vjp(k, new Saved(node), g));
            _observer?.ShowGradient(node, k, g, d);
            if (!Add(parent!, d, g)) continue;
            if (!d.Overlaps(g)) continue;
            (passedOn, heir) = (d, parent);
            passed++;
        }
        _pool.Overwritable = null;
        if (!owned || !g.IsScratch) return;
        if (passed == 0) _pool.Return(g);
        else if (passed == 1 && ReferenceEquals(passedOn, g)) SumOf(heir!).Owned = true;     // merely passed on, to one node
    }

    /// <summary>The gradients of all inputs at once.</summary>
    private void PullAll(OpNode node, IFusedGradients fused, ReadOnlySpan<Tensor?> g)
    {
        var (wanted, d) = (new bool[node.Count], new Tensor?[node.Count]);
        for (var k = 0; k < wanted.Length; k++) wanted[k] = Wanted(node.Parent(k));
        fused.Gradients(new Saved(node), g, wanted, d);
        for (var k = 0; k < d.Length; k++)
        {
            if (!wanted[k]) continue;
            var fitted = RuleResult.Fit(node.Op!, k, node.Parent(k)!, d[k]);
            _observer?.ShowGradient(node, k, g[0] ?? fitted, fitted);
            Add(node.Parent(k)!, fitted, null);
        }
        if (!_retainGraph) fused.Release();
    }

    private void PullMany(MultiOutputNode node)
    {
        var (op, gradients) = (node.Op!, new Tensor?[node.Outputs.Length]);
        for (var k = 0; k < gradients.Length; k++)
        {
            if (node.Outputs[k] is not { } output || !Holds(output)) continue;
            gradients[k] = SumOf(output).Sum;
            gradients[k]?.IsScratch = false;        // the rule may hand one on to several inputs
            SumOf(output) = default;
            if (!_retainGraph) output.Release();
        }
        SumOf(node) = default;
        if (!_createGraph && op is IFusedGradients fused)
        {
            ScratchPool.Current = _pool;
            PullAll(node, fused, gradients);
            return;
        }
        ScratchPool.Current = null;
        if (node is JointNode joint) PullJoint(joint, gradients);
        else
            for (var k = 0; k < node.Count; k++)
            {
                var parent = node.Parent(k);
                if (Wanted(parent)) Accept(node, k, ((MultiOutputOp)op).Vjp(k, new Saved(node), gradients), gradients);
            }
    }

    private void PullJoint(JointNode node, Tensor?[] gradients)
    {
        var (sums, met) = (new Tensor?[node.Count], new HashSet<Node>(ReferenceEqualityComparer.Instance));
        if (node.Continues)
            for (var k = 0; k < node.Count; k++)
                if (node.Parent(k) is { } parent && Wanted(parent) && met.Add(parent) && (sums[k] = SumOf(parent).Sum) is { } sum) sum.IsScratch = false;
        var d = node.PullAll(gradients, sums);
        for (var k = 0; k < node.Count; k++)
        {
            var parent = node.Parent(k);
            if (!Wanted(parent)) continue;
            if (sums[k] is not null) SumOf(parent!) = default;      // d has it in it
            Accept(node, k, d[k], gradients);
        }
    }

    // what a user's code passed on is nobody's to recycle
    private void Accept(MultiOutputNode node, int input, Tensor? d, Tensor?[] gradients)
    {
        d?.IsScratch = false;
        var parent = node.Parent(input)!;
        d = RuleResult.Fit(node.Op!, input, parent, d);
        _observer?.ShowGradient(node, input, gradients[0] ?? d, d);
        Add(parent, d, null);
    }

    /// <summary>Lets the user's hooks see, and replace, a gradient that is complete; it is no longer the engine's alone.</summary>
    private Tensor Show(Node node, Tensor g)
    {
        if (GradientHooks.Find(node) is not { } hooks) return g;
        ScratchPool.Current = null;
        g.IsScratch = false;
        g = hooks.Run(node, g);
        if (hooks.Retains && _everything) (_retained ??= []).Add((hooks, g));
        return g;
    }

    private void ShowLeaves()
    {
        if (_ends is not null) return;      // the pass around this one shows them, complete
        for (var i = 0; i < _leaves.Count; i++)
            if (_leaves[i] is { Leaf: { IsHooked: true } leaf, Sum: { } sum }) _leaves.Replace(i, Show(leaf, sum));
    }

    /// <summary>Lets a rule that keeps nothing draw on the pool; what any other rule sees or makes is never recycled.</summary>
    private void Guide(Op op, Tensor g)
    {
        if (!_createGraph && op.Recycles) ScratchPool.Current = _pool;
        else
        {
            ScratchPool.Current = null;
            g.IsScratch = false;
        }
    }

    /// <summary>Adds a contribution to a node's sum; true if it was stored rather than added.</summary>
    private bool Add(Node node, Tensor d, Tensor? upstream)
    {
        ref var sum = ref SumOf(node);
        var fresh = d.IsScratch && (upstream is null || !d.Overlaps(upstream));
        if (sum.Sum is null)
        {
            sum = new GradientSum { Sum = d, Owned = fresh };
            return true;
        }
        if (!sum.Owned && fresh && !_createGraph)
        {
            // the rule has just written d, and nobody else reads it: it becomes the sum
            GradientSum.AddInto(d, sum.Sum);
            sum = new GradientSum { Sum = d, Owned = true };
            return false;
        }
        if (sum.Owned) GradientSum.AddInto(sum.Sum, d);
        else sum = new GradientSum { Sum = sum.Sum + d, Owned = !_createGraph };
        if (fresh) _pool.Return(d);
        return false;
    }

    private static void Capture(Node node, Tensor g, ReadOnlySpan<Tensor> targets, Tensor?[] results)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            if (!ReferenceEquals(targets[i].Node, node)) continue;
            g.IsScratch = false;
            results[i] = g;
        }
    }

    /// <summary>A node of the graph and what has reached it.</summary>
    private struct Place
    {
        public Node Node;
        public GradientSum Gradient;
    }
}
