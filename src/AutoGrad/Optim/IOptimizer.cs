namespace AutoGrad.Optim;

/// <summary>What changes parameters: one <see cref="Optimizer"/>, or several that step together (<see cref="ParameterGroups"/>).</summary>
public interface IOptimizer : IStateful
{
    /// <summary>The optimizers that step, each with settings of its own; one that stands alone is its only group.</summary>
    IReadOnlyList<Optimizer> Groups { get; }

    /// <summary>All parameters, group after group.</summary>
    IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>Changes every parameter that has a gradient, in place.</summary>
    void Step();

    /// <summary>Forgets the gradients of all parameters.</summary>
    void ZeroGrad();
}
