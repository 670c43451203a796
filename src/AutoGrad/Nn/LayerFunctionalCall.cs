namespace AutoGrad.Nn;

public abstract partial class Layer
{
    /// <summary>Runs this layer on an input with other tensors in the place of its parameters and buffers, by dotted path.</summary>
    /// <inheritdoc cref="Module.FunctionalCall{T}(IReadOnlyDictionary{string, Tensor}, Func{T})"/>
    /// <param name="weights">A tensor for each dotted path to replace, of the same shape and element type; the others keep their own.</param>
    /// <param name="x">The input.</param>
    /// <returns>The output.</returns>
    public Tensor FunctionalCall(IReadOnlyDictionary<string, Tensor> weights, Tensor x) => FunctionalCall(weights, () => Call(x));

    /// <summary>Runs this layer on an input with other tensors in the place of its parameters, in the order of <see cref="Module.Parameters"/>.</summary>
    /// <inheritdoc cref="Module.FunctionalCall{T}(ReadOnlySpan{Tensor}, Func{T})"/>
    /// <param name="weights">One tensor a parameter, of the same shape and element type.</param>
    /// <param name="x">The input.</param>
    /// <returns>The output.</returns>
    public Tensor FunctionalCall(ReadOnlySpan<Tensor> weights, Tensor x) => FunctionalCall(weights, () => Call(x));
}
