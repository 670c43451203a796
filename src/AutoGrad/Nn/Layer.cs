namespace AutoGrad.Nn;

/// <summary>A module with one tensor in and one tensor out.</summary>
public abstract partial class Layer : Module
{
    private CallHooks<Layer>? _hooks;

    private CallHooks<Layer> Hooks => _hooks ??= new CallHooks<Layer>();

    /// <summary>Exchanges the hooks, for a call that is not the user's.</summary>
    internal CallHooks<Layer>? Hook(CallHooks<Layer>? hooks)
    {
        var before = _hooks;
        _hooks = hooks;
        return before;
    }

    /// <summary>Computes the output. An error inside ends with the path of the layer it came from: <c>In module Net.Hidden.</c></summary>
    /// <param name="x">The input.</param>
    /// <returns>The output.</returns>
    public Tensor Call(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = EnterScope();
        return _hooks is null ? Forward(x) : _hooks.Call(this, [x], t => [Forward(t[0])])[0];
    }

    /// <summary>A call that takes more than a tensor, in the layer's scope and between its hooks.</summary>
    private protected Tensor Within(Tensor x, Func<Tensor, Tensor> forward)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = EnterScope();
        return _hooks is null ? forward(x) : _hooks.Call(this, [x], t => [forward(t[0])])[0];
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

    /// <summary>Lets code run before each call of this layer, and replace its input.</summary>
    /// <param name="hook">Gets the layer and its input; answers another input, or null to leave it.</param>
    /// <returns>Removes the hook when disposed.</returns>
    public IDisposable RegisterForwardPreHook(Func<Layer, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return Hooks.AddBefore((layer, x) => hook(layer, x[0]) is { } other ? [other] : null);
    }

    /// <summary>Lets code run after each call of this layer, and replace its output.</summary>
    /// <param name="hook">Gets the layer, its input and its output; answers another output, or null to leave it.</param>
    /// <returns>Removes the hook when disposed.</returns>
    public IDisposable RegisterForwardHook(Func<Layer, Tensor, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return Hooks.AddAfter((layer, x, y) => hook(layer, x[0], y[0]) is { } other ? [other] : null);
    }

    /// <summary>Lets code see the gradient of this layer's output, and replace it before it goes on into the layer.</summary>
    /// <remarks>It holds for calls that come after. See <see cref="Tensor.RegisterHook"/> for what a gradient hook may do.</remarks>
    /// <param name="hook">Gets the layer and the gradient, in the output's shape; answers another, or null to leave it.</param>
    /// <returns>Removes the hook when disposed; calls made before then keep it until they are forgotten.</returns>
    public IDisposable RegisterOutputGradientHook(Func<Layer, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return Hooks.AddOutputGradient((layer, _, g) => hook(layer, g));
    }

    /// <summary>Lets code see the gradient that this layer hands to its input, and replace it before it goes on.</summary>
    /// <remarks>It is this layer's part alone, though the input may be used elsewhere too. Nothing is called where the input requires no gradient, as in a first layer.</remarks>
    /// <param name="hook">Gets the layer and the gradient, in the input's shape; answers another, or null to leave it.</param>
    /// <returns>Removes the hook when disposed; calls made before then keep it until they are forgotten.</returns>
    public IDisposable RegisterInputGradientHook(Func<Layer, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return Hooks.AddInputGradient((layer, _, g) => hook(layer, g));
    }
}
