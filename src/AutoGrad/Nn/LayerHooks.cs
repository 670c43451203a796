using AutoGrad.Ops;

namespace AutoGrad.Nn;

/// <summary>What a user's code wants to see of the calls of one layer.</summary>
internal sealed class LayerHooks
{
    private readonly List<Func<Layer, Tensor, Tensor?>> _before = [], _inputGradient = [], _outputGradient = [];
    private readonly List<Func<Layer, Tensor, Tensor, Tensor?>> _after = [];

    public IDisposable AddBefore(Func<Layer, Tensor, Tensor?> hook) => Add(_before, hook);

    public IDisposable AddAfter(Func<Layer, Tensor, Tensor, Tensor?> hook) => Add(_after, hook);

    public IDisposable AddInputGradient(Func<Layer, Tensor, Tensor?> hook) => Add(_inputGradient, hook);

    public IDisposable AddOutputGradient(Func<Layer, Tensor, Tensor?> hook) => Add(_outputGradient, hook);

    /// <summary>A call of the layer with its hooks around it.</summary>
    public Tensor Call(Layer layer, Tensor x, Func<Tensor, Tensor> forward)
    {
        foreach (var hook in _before.ToArray()) x = hook(layer, x) ?? x;
        x = Watched(layer, x, _inputGradient);
        var y = forward(x);
        foreach (var hook in _after.ToArray()) y = hook(layer, x, y) ?? y;
        return Watched(layer, y, _outputGradient);
    }

    // a place of its own in the graph: what the tensor is used for elsewhere is not this layer's gradient
    private static Tensor Watched(Layer layer, Tensor tensor, List<Func<Layer, Tensor, Tensor?>> hooks)
    {
        if (hooks.Count == 0 || !tensor.RequiresGrad || !GradMode.Enabled) return tensor;
        var place = IdentityOp.Instance.Apply(tensor);
        foreach (var hook in hooks) place.RegisterHook(g => hook(layer, g));
        return place;
    }

    private static Handle<T> Add<T>(List<T> hooks, T hook) where T : class
    {
        ArgumentNullException.ThrowIfNull(hook);
        hooks.Add(hook);
        return new Handle<T>(hooks, hook);
    }

    private sealed class Handle<T>(List<T> hooks, T hook) : IDisposable where T : class
    {
        private List<T>? _hooks = hooks;

        public void Dispose()
        {
            _hooks?.Remove(hook);
            _hooks = null;
        }
    }
}
