namespace AutoGrad.Conformance.Cases;

/// <summary>What a case expects of one result.</summary>
/// <param name="What">What it is, for messages: <c>output 0</c>, <c>gradient of input</c>.</param>
/// <param name="Data">Value, shape and type.</param>
/// <param name="MayBeMissing">No gradient at all counts as zeros.</param>
internal sealed record Expectation(string What, TensorData Data, bool MayBeMissing = false);

/// <summary>A case of the oracle: a computation and its results.</summary>
internal abstract class ConformanceCase
{
    /// <summary>Unique in its file.</summary>
    public required string Id { get; init; }

    /// <summary>The op's torch name; <c>graph</c> for graphs.</summary>
    public required string Op { get; init; }

    /// <summary>The kind of the case among those of its op.</summary>
    public string Variant { get; init; } = "";

    /// <summary>Torch's convention, if the result depends on one.</summary>
    public string? Convention { get; init; }

    /// <summary>Torch raises an error.</summary>
    public bool ExpectsError { get; init; }

    /// <summary>The tolerance of a run in an element type; null if the case is not meant for it.</summary>
    public required IReadOnlyDictionary<DType, Tolerance> Tolerances { get; init; }

    /// <summary>The results, in the order <see cref="Observe"/> gives them.</summary>
    public required IReadOnlyList<Expectation> Expected { get; init; }

    /// <summary>Computes the results with the library; null for a gradient that does not exist.</summary>
    /// <param name="floating">The element type to run in.</param>
    /// <param name="inside">Make the inputs slices of larger tensors.</param>
    public abstract IReadOnlyList<Tensor?> Observe(DType floating, bool inside);

    /// <summary>The words by which an error message may name the op.</summary>
    public virtual IEnumerable<string> Words => [Op];

    /// <summary>The shapes that an error message must name: those of the function that was running when the case last ended.</summary>
    public virtual IEnumerable<Shape> Operands => [];

    /// <summary>Gradients of the sum of some outputs, each times its upstream, twice: alone, and recorded for a second order.</summary>
    /// <returns>The gradients of the plain pass; then, if <paramref name="directions"/> are given, those of the recorded pass and the Hessian times the directions.</returns>
    protected static IReadOnlyList<Tensor?> Differentiate(Tensor[] outputs, Tensor[] upstream, Tensor[] inputs, Tensor[]? directions)
    {
        if (inputs.Length == 0) return [];
        if (outputs.Length == 0) return Unconnected(inputs, directions is not null);
        Tensor?[] plain = Autodiff.Gradient(outputs, inputs, upstream, retainGraph: true, unused: UnusedInputs.Null);
        if (directions is null) return plain;
        Tensor?[] recorded = Autodiff.Gradient(outputs, inputs, upstream, createGraph: true, unused: UnusedInputs.Null);
        var used = Enumerable.Range(0, inputs.Length).Where(i => recorded[i] is { RequiresGrad: true }).ToArray();
        Tensor[] product = used.Length == 0
            ? Array.ConvertAll(inputs, x => Tensor.ZerosLike(x))
            : Autodiff.Gradient(Array.ConvertAll(used, i => recorded[i]!), inputs, Array.ConvertAll(used, i => directions[i]), unused: UnusedInputs.Zeros);
        return [.. plain, .. recorded, .. product];
    }

    // no gradient at any order; the product of a Hessian that does not exist is zero, as the second order of the others
    private static IReadOnlyList<Tensor?> Unconnected(Tensor[] inputs, bool second)
    {
        var none = new Tensor?[inputs.Length];
        return second ? [.. none, .. none, .. inputs.Select(x => Tensor.ZerosLike(x))] : none;
    }
}
