using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>What a user's code wants to know of the gradient that arrives at one place of the graph.</summary>
/// <remarks>
/// Kept beside the graph, so that a node without hooks pays nothing but a flag in its padding. The table holds hooks as long
/// as their node, and they do not hold the node: a hook cannot keep a graph alive that it does not itself refer to.
/// </remarks>
internal sealed class GradientHooks
{
    private static readonly ConditionalWeakTable<Node, GradientHooks> s_table = [];

    // those that run on this thread: a hook that starts a pass over its own tensor is not called by it
    [ThreadStatic] private static List<GradientHooks>? s_running;

    // replaced, never changed: a running pass goes on with those it has
    private Func<Tensor, Tensor?>[] _hooks = [];
    private Action[] _accumulated = [];

    /// <summary>Whether <c>Backward()</c> leaves the gradient of this result in <see cref="Retained"/>.</summary>
    public bool Retains { get; set; }

    /// <summary>The gradient that was kept.</summary>
    public Tensor? Retained { get; set; }

    /// <summary>The hooks of a place, made if need be.</summary>
    public static GradientHooks Of(Node node)
    {
        var hooks = s_table.GetOrCreateValue(node);
        node.IsHooked = true;
        return hooks;
    }

    /// <summary>The hooks of a place; null if it has none.</summary>
    public static GradientHooks? Find(Node node) => s_table.TryGetValue(node, out var hooks) ? hooks : null;

    /// <summary>Adds a hook that sees the gradient and may answer another.</summary>
    public IDisposable Add(Func<Tensor, Tensor?> hook)
    {
        lock (this) _hooks = [.. _hooks, hook];
        return new Handle(this, hook);
    }

    /// <summary>Adds a hook that runs once the leaf's gradient has been added to.</summary>
    public IDisposable AddAccumulated(Action hook)
    {
        lock (this) _accumulated = [.. _accumulated, hook];
        return new Handle(this, hook);
    }

    /// <summary>Shows the gradient to each hook in turn; the next sees what the one before answered.</summary>
    public Tensor Run(Node node, Tensor g)
    {
        var running = s_running ??= [];
        if (running.Contains(this)) return g;
        running.Add(this);
        try
        {
            foreach (var hook in _hooks) g = Checked(node, hook(g)) ?? g;
        }
        finally
        {
            running.Remove(this);
        }
        return g;
    }

    private static Tensor? Checked(Node node, Tensor? answer)
    {
        if (answer is null) return null;
        if (answer.Shape != node.Shape || answer.DType != node.DType)
            throw new InvalidOperationException($"A gradient hook on {(node.Op is null ? "a leaf" : $"the result of {node.Op.Name}")} {node.Shape} {node.DType} answered {answer.Shape} {answer.DType}: a gradient has the shape and element type of its tensor.");
        answer.IsScratch = false;
        return answer;
    }

    /// <summary>Runs the hooks that wait for an accumulated gradient.</summary>
    public void RunAccumulated()
    {
        foreach (var hook in _accumulated) hook();
    }

    private void Remove(Delegate hook)
    {
        lock (this)
        {
            _hooks = Without(_hooks, hook);
            _accumulated = Without(_accumulated, hook);
        }
    }

    // one registration, though the same delegate may be registered twice
    private static T[] Without<T>(T[] hooks, Delegate hook) where T : Delegate
    {
        var at = Array.FindIndex(hooks, h => ReferenceEquals(h, hook));
        return at < 0 ? hooks : [.. hooks[..at], .. hooks[(at + 1)..]];
    }

    /// <summary>Removes one hook when disposed. It holds what the hook refers to only as long as the place in the graph lives.</summary>
    private sealed class Handle(GradientHooks hooks, Delegate hook) : IDisposable
    {
        private readonly WeakReference<GradientHooks> _hooks = new(hooks);
        private readonly WeakReference<Delegate> _hook = new(hook);

        public void Dispose()
        {
            if (_hooks.TryGetTarget(out var hooks) && _hook.TryGetTarget(out var hook)) hooks.Remove(hook);
            _hooks.SetTarget(null!);        // a second Dispose must not remove another registration of the same delegate
        }
    }
}
