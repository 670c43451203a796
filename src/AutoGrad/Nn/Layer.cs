namespace AutoGrad.Nn;

/// <summary>A module with one tensor in and one tensor out.</summary>
public abstract class Layer : Module
{
    /// <summary>Computes the output. An error inside ends with the path of the layer it came from: <c>In module Net.Hidden.</c></summary>
    /// <param name="x">The input.</param>
    /// <returns>The output.</returns>
    public Tensor Call(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = EnterScope();
        return Forward(x);
    }

    /// <summary>What the layer computes. Call the layers inside through their <see cref="Call"/>.</summary>
    /// <param name="x">The input.</param>
    /// <returns>The output.</returns>
    protected abstract Tensor Forward(Tensor x);

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
