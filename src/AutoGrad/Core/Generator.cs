namespace AutoGrad;

/// <summary>A source of random numbers that can be saved and continued.</summary>
/// <remarks>
/// Counter-based (Philox4x32-10): the numbers of a call depend on the seed, on how much was drawn before, and on each
/// element's index; never on the number of threads. A generator may be shared by threads: each call reserves numbers of
/// its own, in the order of the calls.
/// <code>
/// var generator = new Generator(42);
/// var x = Tensor.Randn([2, 3], generator: generator);
/// </code>
/// </remarks>
public sealed class Generator
{
    private readonly Lock _lock = new();
    private GeneratorState _state;

    /// <summary>Creates a generator at the beginning of its numbers.</summary>
    /// <param name="seed">Any number; equal seeds give equal numbers.</param>
    public Generator(ulong seed) => _state = new GeneratorState(seed, 0);

    /// <summary>The generator of the process, which everything random uses unless it is given another. Its seed is 0 until <see cref="ManualSeed"/>.</summary>
    public static Generator Default { get; } = new(0);

    /// <summary>Where the generator stands. Set it to continue from a saved place.</summary>
    public GeneratorState State
    {
        get
        {
            lock (_lock) return _state;
        }
        set
        {
            lock (_lock) _state = value;
        }
    }

    /// <summary>Starts over with another seed: <c>Generator.Default.ManualSeed(42)</c>.</summary>
    /// <param name="seed">Any number; equal seeds give equal numbers.</param>
    public void ManualSeed(ulong seed) => State = new GeneratorState(seed, 0);

    /// <summary>Takes the next blocks of 128 random bits; nobody else gets them.</summary>
    internal GeneratorState Reserve(ulong blocks)
    {
        BatchLevel.NeedSamples();      // each sample draws its own
        if (RandomTrace.Next(this, blocks) is not { } start)
            lock (_lock)
            {
                start = _state;
                _state = start with { Position = start.Position + blocks };
            }
        RandomTrace.Drawn(this, start, blocks);
        return start;
    }
}
