namespace AutoGrad;

/// <summary>The random numbers that a piece of code drew on this thread, to be drawn again when it is run again.</summary>
/// <remarks>What is replayed is where each draw began, so the generators themselves are left alone: other threads may be using them.</remarks>
internal sealed class RandomTrace
{
    [ThreadStatic] private static RandomTrace? s_current;

    private readonly List<(Generator Generator, GeneratorState Start, ulong Blocks)> _draws = [];
    private RandomTrace? _outer;
    private int _next;
    private bool _replays;

    /// <summary>Notes what is drawn from now on.</summary>
    public static Scope Record(RandomTrace trace) => trace.Enter(replays: false);

    /// <summary>Hands out again what was noted.</summary>
    public static Scope Replay(RandomTrace trace) => trace.Enter(replays: true);

    /// <summary>Puts every generator back to where its first noted draw began, as if nothing had been drawn.</summary>
    public void TakeBack()
    {
        for (var i = _draws.Count - 1; i >= 0; i--) _draws[i].Generator.State = _draws[i].Start;
    }

    /// <summary>Where the next draw begins, if it is replayed; null if the generator is to say.</summary>
    public static GeneratorState? Next(Generator generator, ulong blocks)
    {
        // a trace inside a replayed one notes what it is given
        GeneratorState? start = null;
        for (var trace = s_current; trace is not null && start is null; trace = trace._outer)
            if (trace._replays) start = trace.Draw(generator, blocks);
        return start;
    }

    /// <summary>Tells whoever notes draws where one began.</summary>
    public static void Drawn(Generator generator, GeneratorState start, ulong blocks)
    {
        for (var trace = s_current; trace is not null && !trace._replays; trace = trace._outer) trace._draws.Add((generator, start, blocks));
    }

    private GeneratorState Draw(Generator generator, ulong blocks)
    {
        if (_next == _draws.Count || _draws[_next] is var draw && (!ReferenceEquals(draw.Generator, generator) || draw.Blocks != blocks))
            throw new InvalidOperationException("Checkpoint: the function draws other random numbers when it is run again: what it computes must depend on its inputs alone.");
        return _draws[_next++].Start;
    }

    private Scope Enter(bool replays)
    {
        (_outer, _replays, _next) = (s_current, replays, 0);
        s_current = this;
        return new Scope(this);
    }

    /// <summary>Ends the noting or the replay when disposed.</summary>
    public readonly ref struct Scope(RandomTrace trace)
    {
        public void Dispose()
        {
            s_current = trace._outer;
            trace._outer = null;
        }
    }
}
