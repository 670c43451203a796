namespace AutoGrad.Nn;

public abstract partial class Module
{
    /// <summary>Runs this module with other tensors in the place of its parameters and buffers, which stay as they are.</summary>
    /// <remarks>
    /// <para>Gradients flow to the tensors given, so a step of an inner loop, or the output of another network, can be the weights
    /// (Finn, Abbeel and Levine, "Model-agnostic meta-learning", 2017; Ha, Dai and Le, "HyperNetworks", 2016). Inside <c>Vmap</c>
    /// they may differ between samples.</para>
    /// <para>The exchange holds for the thread that calls, while <paramref name="call"/> runs: other threads may use the module meanwhile.</para>
    /// </remarks>
    /// <typeparam name="T">What the call returns.</typeparam>
    /// <param name="weights">A tensor for each dotted path to replace, of the same shape and element type; the others keep their own.</param>
    /// <param name="call">Runs the module.</param>
    /// <returns>What <paramref name="call"/> returns.</returns>
    /// <exception cref="ArgumentException">A path names no parameter or buffer, or its tensor has another shape or element type.</exception>
    public T FunctionalCall<T>(IReadOnlyDictionary<string, Tensor> weights, Func<T> call)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(call);
        var own = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in NamedTensors()) own.Add(name, tensor);
        var pairs = new List<KeyValuePair<Tensor, Tensor>>(weights.Count);
        foreach (var (name, weight) in weights)
        {
            if (!own.TryGetValue(name, out var tensor))
                throw new ArgumentException($"{OwnName}: there is no parameter or buffer {name}: the names are those of NamedParameters() and NamedBuffers().", nameof(weights));
            pairs.Add(Pair(name, tensor, weight));
        }
        return Exchanged(pairs, call);
    }

    /// <summary>Runs this module with other tensors in the place of its parameters, in the order of <see cref="Parameters"/>.</summary>
    /// <inheritdoc cref="FunctionalCall{T}(IReadOnlyDictionary{string, Tensor}, Func{T})"/>
    /// <param name="weights">One tensor a parameter, of the same shape and element type.</param>
    /// <param name="call">Runs the module.</param>
    /// <exception cref="ArgumentException">The number of tensors is not that of the parameters, or one has another shape or element type.</exception>
    public T FunctionalCall<T>(ReadOnlySpan<Tensor> weights, Func<T> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var pairs = new List<KeyValuePair<Tensor, Tensor>>(weights.Length);
        foreach (var (name, parameter) in NamedParameters())
        {
            if (pairs.Count == weights.Length) break;
            pairs.Add(Pair(name, parameter, weights[pairs.Count]));
        }
        var count = NamedParameters().Count();
        if (count != weights.Length) throw new ArgumentException($"{OwnName}: {weights.Length} tensors for {count} parameters: give one for each of Parameters(), or name those to replace.", nameof(weights));
        return Exchanged(pairs, call);
    }

    private static T Exchanged<T>(List<KeyValuePair<Tensor, Tensor>> pairs, Func<T> call)
    {
        using var scope = Substitution.Begin(pairs);
        var result = call();
        // a parameter that is the result itself
        if (result is Tensor t && Substitution.Of(t) is T real) return real;
        if (result is Tensor[] several)
            for (var i = 0; i < several.Length; i++) several[i] = Substitution.Of(several[i]);
        return result;
    }

    private KeyValuePair<Tensor, Tensor> Pair(string name, Tensor own, Tensor weight)
    {
        if (weight is null) throw new ArgumentNullException(nameof(weight), $"{OwnName}: the tensor for {name} is null.");
        if (weight.Shape != own.Shape) throw new ShapeMismatchException($"{OwnName}: FunctionalCall", own.Shape, weight.Shape, $"the tensor for {name} has its shape");
        if (weight.DType != own.DType)
            throw new ArgumentException($"{OwnName}: {name} is {own.DType}, the tensor for it {weight.DType}: convert it with .To(DType.{own.DType}).", nameof(weight));
        return new(own, weight);
    }
}
