namespace AutoGrad;

/// <summary>Something whose state can be saved and taken up again as named tensors: a module, an optimizer, a schedule, an average, a loader.</summary>
public interface IStateful
{
    /// <summary>A copy of the state, by name: what happens later does not change it.</summary>
    IReadOnlyDictionary<string, Tensor> StateDictionary();

    /// <summary>Takes over a state: all of it, or nothing if anything does not fit.</summary>
    /// <param name="state">What <see cref="StateDictionary"/> of something of the same make gave.</param>
    /// <exception cref="ArgumentException">Entries are missing, unexpected, of another shape or element type, or no values it can have. The message lists them all, and nothing has changed.</exception>
    void LoadState(IReadOnlyDictionary<string, Tensor> state);
}
