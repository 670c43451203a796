namespace AutoGrad.Optim;

/// <summary>What changes parameters: one <see cref="Optimizer"/>, or several that step together (<see cref="ParameterGroups"/>).</summary>
public interface IOptimizer
{
    /// <summary>The optimizers that step, each with settings of its own; one that stands alone is its only group.</summary>
    IReadOnlyList<Optimizer> Groups { get; }

    /// <summary>All parameters, group after group.</summary>
    IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>Changes every parameter that has a gradient, in place.</summary>
    void Step();

    /// <summary>Forgets the gradients of all parameters.</summary>
    void ZeroGrad();

    /// <summary>A copy of what decides the next steps, by name: what to save beside the model.</summary>
    IReadOnlyDictionary<string, Tensor> StateDictionary();

    /// <summary>Takes over a state: all of it, or nothing if anything does not fit.</summary>
    /// <param name="state">What <see cref="StateDictionary"/> of an optimizer over the same parameters gave.</param>
    /// <exception cref="ArgumentException">Entries are missing, unexpected, of another shape or element type. The message lists them all, and nothing has changed.</exception>
    void LoadState(IReadOnlyDictionary<string, Tensor> state);
}
