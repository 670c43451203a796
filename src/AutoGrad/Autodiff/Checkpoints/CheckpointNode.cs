namespace AutoGrad;

/// <summary>A function in place of the ops it ran: they are recorded to see what the outputs depend on, forgotten, and recorded again in the backward pass.</summary>
internal sealed class CheckpointNode : JointNode
{
    private readonly Func<Tensor[], Tensor[]> _function;
    private readonly RandomTrace _random;
    private readonly string _module = NameScope.Path;
    private readonly long[] _answers;
    private readonly int[] _versions;
    private object[]? _inputs;

    private CheckpointNode(Func<Tensor[], Tensor[]> function, RandomTrace random, Tensor[] inputs, ReadOnlySpan<Tensor> dependences, Tensor[] y) : base("Checkpoint", dependences, y)
    {
        (_function, _random) = (function, random);
        _answers = Array.ConvertAll(y, Fingerprint.Of);
        _versions = Array.ConvertAll(inputs, t => t.Version);
        _inputs = Array.ConvertAll(inputs, t => SavedTensorHooks.Keep(t, t.Node));
    }

    /// <summary>The most that the function's own backward pass holds at a time.</summary>
    public long SegmentBytes { get; private init; }

    public override bool Continues => true;

    public override IEnumerable<object> Kept => _inputs ?? [];

    /// <summary>Runs the function and records it as one step.</summary>
    public static Tensor[] Run(Func<Tensor[], Tensor[]> function, Tensor[] inputs)
    {
        var (random, before) = (new RandomTrace(), Now);
        var own = Array.ConvertAll(inputs, Apart);
        Tensor[] y;
        using (RandomTrace.Record(random)) y = Answer(function(own));
        if (!Array.Exists(y, t => t.RequiresGrad)) return Array.ConvertAll(y, t => t.View(t.Shape, 0));
        var dependences = new List<Tensor>(inputs);
        foreach (var outside in Dependences.Of(y, own, before)) dependences.Add(Tensor.StandIn(outside));
        var node = new CheckpointNode(function, random, inputs, [.. dependences], y) { SegmentBytes = PeakPrediction.Of(y) };
        var results = Array.ConvertAll(y, t => t.View(t.Shape, 0));
        for (var i = 0; i < y.Length; i++)
            if (y[i].RequiresGrad) node.Lead(i, results[i]);
        if (OpObserver.Any)
            foreach (var result in results) OpObserver.Show(node.Op!, dependences.ToArray(), result);
        return results;
    }

    /// <summary>Runs the function again and goes back through it.</summary>
    public override Tensor?[] PullAll(Tensor?[] g, Tensor?[] sums)
    {
        var recorded = GradMode.Enabled;
        var inputs = new Tensor[_inputs!.Length];
        for (var i = 0; i < inputs.Length; i++) inputs[i] = Read(_inputs[i], _versions[i], $"input {i}");
        // a recorded pass must lead on to what the inputs were computed from; any other stops at copies
        if (!recorded) inputs = Array.ConvertAll(inputs, Apart);
        var y = RunAgain(inputs);
        var (outputs, upstream) = (new List<Tensor>(), new List<Tensor>());
        for (var i = 0; i < y.Length; i++)
        {
            if (g[i] is not { } gradient) continue;
            outputs.Add(y[i]);
            upstream.Add(gradient);
        }
        var (targets, before, places, met) = (new List<Tensor>(), new List<Tensor?>(), new List<int>(), new HashSet<Node>(ReferenceEqualityComparer.Instance));
        for (var i = 0; i < Count; i++)
        {
            if (Parent(i) is not { } parent) continue;
            var target = i < inputs.Length ? inputs[i] : Tensor.StandIn(parent);
            if (!met.Add(target.Node!)) continue;       // all of it is in the first
            places.Add(i);
            targets.Add(target);
            before.Add(sums[i]);
        }
        var found = Autodiff.Partial([.. outputs], [.. targets], [.. upstream], [.. before], recorded);
        var d = new Tensor?[Count];
        for (var i = 0; i < found.Length; i++) d[places[i]] = found[i] ?? before[i];
        for (var i = 0; i < Count; i++)
            if (Parent(i) is { } parent) d[i] ??= Tensor.Zeros(parent.Shape, parent.DType);
        return d;
    }

    public override void Release()
    {
        base.Release();
        _inputs = null;
    }

    private Tensor[] RunAgain(Tensor[] inputs)
    {
        using var module = NameScope.Reenter(_module);
        using var recording = GradMode.EnableGrad();
        using var random = RandomTrace.Replay(_random);
        var y = Answer(_function(inputs));
        if (!_answers.AsSpan().SequenceEqual(Array.ConvertAll(y, Fingerprint.Of)))
            throw new InvalidOperationException(
                $"Checkpoint: the function computed something else when it was run again (now {string.Join(", ", Array.ConvertAll(y, t => $"{t.Shape}"))}): the gradient would be wrong. " +
                $"Change no parameter and no mode before going backward; what the function computes must depend on its inputs and parameters alone.{NameScope.Suffix}");
        return y;
    }

    /// <summary>The same elements as a leaf of its own.</summary>
    private static Tensor Apart(Tensor x)
    {
        var own = x.View(x.Shape, 0);
        return x.RequiresGrad ? own.WithGrad() : own;
    }

    private static Tensor[] Answer(Tensor[]? y)
    {
        if (y is null || Array.IndexOf(y, null) >= 0) throw new InvalidOperationException("Checkpoint: the function returned null.");
        return y;
    }
}
