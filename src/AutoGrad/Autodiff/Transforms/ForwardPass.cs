namespace AutoGrad;

/// <summary>Forward mode: pushes tangents along a recorded graph, oldest op first.</summary>
/// <remarks>
/// For each op the first of these that there is: the rule the op states (<see cref="Op.Jvp"/>); the op itself, where it is linear;
/// its vector-Jacobian rule, where the Jacobian is diagonal and so its own transpose; the transpose of that rule, which is
/// linear in the upstream gradient u: J t = d⟨Jᵀu, t⟩/du (two pullbacks; Townsend, "A new trick for calculating Jacobian vector products", 2017).
/// </remarks>
internal static class ForwardPass
{
    /// <summary>Pushes tangents from some places of the graph to the outputs.</summary>
    /// <param name="outputs">Where to go.</param>
    /// <param name="inputs">Where to start: places in the graph.</param>
    /// <param name="tangents">What to start with; null for an input that does not move.</param>
    /// <param name="createGraph">Record the rules, so that the tangents can be differentiated.</param>
    /// <returns>The tangent of each output; null for one that does not move.</returns>
    public static Tensor?[] Push(Tensor[] outputs, Tensor[] inputs, Tensor?[] tangents, bool createGraph)
    {
        var (moved, oldest) = (new Dictionary<Node, Tensor>(ReferenceEqualityComparer.Instance), long.MaxValue);
        for (var i = 0; i < inputs.Length; i++)
        {
            if (tangents[i] is not { } t) continue;
            moved.Add(inputs[i].Node!, t);
            oldest = Math.Min(oldest, inputs[i].Node!.Order);
        }
        using var scope = GradMode.Set(createGraph);
        foreach (var node in Nodes(outputs, oldest))
            if (!moved.ContainsKey(node)) Move(node, moved, createGraph);
        return Array.ConvertAll(outputs, y => y.Node is { } node ? moved.GetValueOrDefault(node) : null);
    }

    private static List<OpNode> Nodes(Tensor[] outputs, long oldest)
    {
        var (seen, nodes) = (new HashSet<Node>(ReferenceEqualityComparer.Instance), new List<OpNode>());
        foreach (var y in outputs) Add(y.Node);
        for (var i = 0; i < nodes.Count; i++)
            for (var k = 0; k < nodes[i].Count; k++) Add(nodes[i].Parent(k));
        nodes.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        return nodes;

        void Add(Node? node)
        {
            if (node is not OpNode op || op.Order < oldest || !seen.Add(op)) return;
            if (op.IsReleased)
                throw new InvalidOperationException($"Jvp: the graph at {op.Op!.Name} {op.Shape} was released by a backward pass inside the function: pass retainGraph: true to it.");
            nodes.Add(op);
        }
    }

    private static void Move(OpNode node, Dictionary<Node, Tensor> moved, bool createGraph)
    {
        if (node is OutputNode) return;     // its op has moved it
        var (t, any) = (new Tensor?[node.Count], false);
        for (var k = 0; k < t.Length; k++) any |= node.Parent(k) is { } parent && moved.TryGetValue(parent, out t[k]);
        if (!any) return;
        if (node is MultiOutputNode many) MoveMany(many, t, moved, createGraph);
        else if (Tangent(node, t, createGraph) is { } tangent) moved.Add(node, tangent);
    }

    private static Tensor? Tangent(OpNode node, Tensor?[] t, bool createGraph)
    {
        var op = node.Op!;
        if (op.Jvp(new Saved(node), t) is { } stated) return Checked(node, stated);
        if (op is NaryOp linear and ILinear) return linear.Apply(t[0]!);
        Tensor? sum = null;
        for (var k = 0; k < t.Length; k++)
        {
            if (t[k] is not { } tangent) continue;
            var moved = op.IsPointwise ? op.Vjp(k, new Saved(node), tangent.Expand(node.Shape)) : Transposed(node, k, tangent, createGraph);
            if (moved is not null) sum = sum is null ? Checked(node, moved) : sum + Checked(node, moved);
        }
        return sum;
    }

    /// <summary>J t by two pullbacks; null where the rule does not depend on the upstream gradient, which is where J is 0.</summary>
    private static Tensor? Transposed(OpNode node, int input, Tensor t, bool createGraph)
    {
        Tensor u, d;
        using (GradMode.EnableGrad())
        {
            u = Trace.Alias(Tensor.Ones(node.Shape, node.DType));
            d = RuleResult.Fit(node.Op!, input, node.Parent(input)!, node.Op!.Vjp(input, new Saved(node), u));
        }
        return d.RequiresGrad ? Autodiff.Pass([d], [u], [t], retainGraph: createGraph, createGraph, UnusedInputs.Null)[0] : null;
    }

    private static void MoveMany(MultiOutputNode node, Tensor?[] t, Dictionary<Node, Tensor> moved, bool createGraph)
    {
        var y = new Tensor?[node.Outputs.Length];
        if (node is JointNode joint) Transposed(joint, t, y, createGraph);
        else
        {
            var op = (MultiOutputOp)node.Op!;
            if (op is ILinear) op.Apply(t[0]!).CopyTo(y, 0);
            else
                for (var k = 0; k < t.Length; k++)
                    if (t[k] is { } tangent) Transposed(node, op, k, tangent, y, createGraph);
        }
        for (var i = 0; i < y.Length; i++)
            if (y[i] is { } tangent && node.Outputs[i] is { } output) moved.Add(output, tangent);
    }

    private static void Transposed(MultiOutputNode node, MultiOutputOp op, int input, Tensor t, Tensor?[] sums, bool createGraph)
    {
        Tensor?[] u;
        Tensor d;
        using (GradMode.EnableGrad())
        {
            u = Ones(node);
            d = RuleResult.Fit(op, input, node.Parent(input)!, op.Vjp(input, new Saved(node), u));
        }
        if (d.RequiresGrad) AddTangents([d], u, [t], sums, createGraph);
    }

    private static void Transposed(JointNode node, Tensor?[] t, Tensor?[] sums, bool createGraph)
    {
        Tensor?[] u, all;
        using (GradMode.EnableGrad())
        {
            u = Ones(node);
            all = node.PullAll(u, new Tensor?[node.Count]);
        }
        var (d, tangents) = (new List<Tensor>(), new List<Tensor>());
        for (var k = 0; k < t.Length; k++)
        {
            if (t[k] is not { } tangent || all[k] is not { RequiresGrad: true } gradient) continue;
            d.Add(RuleResult.Fit(node.Op!, k, node.Parent(k)!, gradient));
            tangents.Add(tangent);
        }
        if (d.Count > 0) AddTangents([.. d], u, [.. tangents], sums, createGraph);
    }

    /// <summary>An upstream gradient to differentiate by, for each output that is used.</summary>
    private static Tensor?[] Ones(MultiOutputNode node) => Array.ConvertAll(node.Outputs, y => y is null ? null : Trace.Alias(Tensor.Ones(y.Shape, y.DType)));

    private static void AddTangents(Tensor[] d, Tensor?[] u, Tensor[] t, Tensor?[] sums, bool createGraph)
    {
        var tangents = Autodiff.Pass(d, [.. Array.FindAll(u, x => x is not null)!], t, retainGraph: createGraph, createGraph, UnusedInputs.Null);
        for (int i = 0, place = 0; i < u.Length; i++)
            if (u[i] is not null && tangents[place++] is { } tangent) sums[i] = sums[i] is { } sum ? sum + tangent : tangent;
    }

    private static Tensor Checked(OpNode node, Tensor t) => t.Shape.SameAs(node.Shape) && t.DType == node.DType
        ? t
        : throw new InvalidOperationException($"{node.Op!.Name}: the rule for its tangent returned {t.DType} {t.Shape}; the output is {node.DType} {node.Shape}.");
}
