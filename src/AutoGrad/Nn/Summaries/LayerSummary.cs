namespace AutoGrad.Nn;

/// <summary>One module's line in a <see cref="ModelSummary"/>: what it does itself, without the modules inside it.</summary>
/// <param name="Path">The dotted path; empty for the model.</param>
/// <param name="Type">The class.</param>
/// <param name="Output">The shape of what its last call returned; null for a module that was not called.</param>
/// <param name="Parameters">Elements of its own parameters; a shared one counts where it is found first.</param>
/// <param name="MultiplyAdds">Multiplications with an addition, in matrix products, convolutions, attention and recurrent steps of one forward pass.</param>
public sealed record LayerSummary(string Path, string Type, Shape? Output, long Parameters, long MultiplyAdds);
