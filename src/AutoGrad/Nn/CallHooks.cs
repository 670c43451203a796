using AutoGrad.Ops;

namespace AutoGrad.Nn;

/// <summary>What a user's code wants to see of the calls of one module.</summary>
internal sealed class CallHooks<TModule> where TModule : Module
{
    private readonly List<Func<TModule, Tensor[], Tensor[]?>> _before = [];
    private readonly List<Func<TModule, Tensor[], Tensor[], Tensor[]?>> _after = [];
    private readonly List<Func<TModule, int, Tensor, Tensor?>> _inputGradient = [], _outputGradient = [];

    public IDisposable AddBefore(Func<TModule, Tensor[], Tensor[]?> hook) => Add(_before, hook);

    public IDisposable AddAfter(Func<TModule, Tensor[], Tensor[], Tensor[]?> hook) => Add(_after, hook);

    public IDisposable AddInputGradient(Func<TModule, int, Tensor, Tensor?> hook) => Add(_inputGradient, hook);

    public IDisposable AddOutputGradient(Func<TModule, int, Tensor, Tensor?> hook) => Add(_outputGradient, hook);

    /// <summary>A call of the module with its hooks around it.</summary>
    public Tensor[] Call(TModule module, Tensor[] x, Func<Tensor[], Tensor[]> forward)
    {
        foreach (var hook in _before.ToArray()) x = Answer(module, "inputs", x, hook(module, (Tensor[])x.Clone()));
        x = Watched(module, x, _inputGradient);
        var y = forward(x);
        foreach (var hook in _after.ToArray()) y = Answer(module, "outputs", y, hook(module, (Tensor[])x.Clone(), (Tensor[])y.Clone()));
        return Watched(module, y, _outputGradient);
    }

    private static Tensor[] Answer(TModule module, string what, Tensor[] was, Tensor[]? answer)
    {
        if (answer is null) return was;
        if (answer.Length != was.Length || Array.IndexOf(answer, null!) >= 0)
            throw new InvalidOperationException($"{module.GetType().Name}: a hook answered {Array.FindAll(answer, t => t is not null).Length} tensors in the place of {was.Length} {what}: answer as many, or null to leave them.");
        return answer;
    }

    // a place of its own in the graph: what the tensor is used for elsewhere is not this module's gradient
    private static Tensor[] Watched(TModule module, Tensor[] tensors, List<Func<TModule, int, Tensor, Tensor?>> hooks)
    {
        if (hooks.Count == 0 || !GradMode.Enabled) return tensors;
        var places = (Tensor[])tensors.Clone();
        for (var i = 0; i < places.Length; i++)
        {
            if (!places[i].RequiresGrad) continue;
            places[i] = IdentityOp.Instance.Apply(places[i]);
            var part = i;
            foreach (var hook in hooks) places[i].RegisterHook(g => hook(module, part, g));
        }
        return places;
    }

    private static Handle<T> Add<T>(List<T> hooks, T hook) where T : class
    {
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
