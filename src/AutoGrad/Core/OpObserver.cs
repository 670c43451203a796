namespace AutoGrad;

/// <summary>Somebody who looks at each op of a thread as it runs, and at each gradient: anomaly detection, the watch of a tape.</summary>
/// <remarks>An op asks for a counter and nothing else while nobody looks. What an op does inside, and what rules do, is not shown.</remarks>
internal abstract class OpObserver
{
    private static int s_count;
    [ThreadStatic] private static OpObserver? s_current;

    private OpObserver? _outer;
    private bool _ended;

    /// <summary>True while somebody looks, on any thread.</summary>
    public static bool Any => s_count != 0;

    /// <summary>The latest on this thread that has not ended; null for none.</summary>
    public static OpObserver? Current
    {
        get
        {
            while (s_current is { _ended: true } ended) s_current = ended._outer;
            return s_current;
        }
    }

    /// <summary>Looks from now on, at this thread.</summary>
    protected void Begin()
    {
        _outer = Current;
        s_current = this;
        Interlocked.Increment(ref s_count);
    }

    /// <summary>Looks no more.</summary>
    protected void End()
    {
        if (_ended) return;
        _ended = true;
        Interlocked.Decrement(ref s_count);
    }

    /// <summary>Nobody looks until the scope is disposed.</summary>
    public static Pause Paused()
    {
        if (!Any) return default;
        var pause = new Pause(s_current);
        s_current = null;
        return pause;
    }

    /// <summary>Shows an op that has just run.</summary>
    public static void Show(Op op, ReadOnlySpan<Tensor> x, Tensor y)
    {
        for (var observer = Current; observer is not null; observer = observer._outer)
            if (!observer._ended) observer.Computed(op, x, y);
    }

    /// <summary>Shows that something was made of a tensor which no gradient comes back through.</summary>
    public static void ShowDetached(Tensor x, string op)
    {
        if (x.Node is null) return;
        for (var observer = Current; observer is not null; observer = observer._outer)
            if (!observer._ended) observer.Detached(x, op);
    }

    /// <summary>Shows the gradient that a rule has computed.</summary>
    public void ShowGradient(Node node, int input, Tensor g, Tensor d)
    {
        for (var observer = this; observer is not null; observer = observer._outer)
            if (!observer._ended) observer.PulledBack(node, input, g, d);
    }

    /// <summary>An op has made a result, recorded or not.</summary>
    protected virtual void Computed(Op op, ReadOnlySpan<Tensor> x, Tensor y) { }

    /// <summary>A tensor goes on outside of the graph.</summary>
    protected virtual void Detached(Tensor x, string op) { }

    /// <summary>A rule has made the gradient of an input from that of the output.</summary>
    protected virtual void PulledBack(Node node, int input, Tensor g, Tensor d) { }

    /// <summary>Ends a pause when disposed.</summary>
    public readonly ref struct Pause(OpObserver? before)
    {
        public void Dispose()
        {
            if (before is not null) s_current = before;
        }
    }
}
