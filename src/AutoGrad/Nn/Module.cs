using System.Runtime.CompilerServices;

namespace AutoGrad.Nn;

/// <summary>A part of a model: it owns parameters, buffers and other modules, and knows them by name.</summary>
/// <remarks>
/// <para>A part is registered by the setter of its property, and takes the property's name:</para>
/// <code>
/// sealed class Net : Layer
/// {
///     public Net()
///     {
///         Hidden = new Linear(64, 32);
///         Output = new Linear(32, 10);
///     }
///
///     public Linear Hidden { get; set =&gt; field = Register(value); }
///
///     public Linear Output { get; set =&gt; field = Register(value); }
///
///     protected override Tensor Forward(Tensor x) =&gt; Output.Call(Hidden.Call(x).Relu());
/// }
/// </code>
/// <para>Assign in the constructor: an initializer behind the property would go around its setter. One tensor in and one out
/// is a <see cref="Layer"/>; a module of another kind derives from this class, has methods of its own, and opens each with
/// <c>using var scope = EnterScope();</c>.</para>
/// </remarks>
public abstract partial class Module : IStateful
{
    private readonly OrderedDictionary<string, object?> _parts = new(StringComparer.Ordinal);
    private string? _name;

    /// <summary>True while training, the state of a new module: layers such as <see cref="Dropout"/> behave differently then.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>Number of trainable and frozen elements in all parameters, shared ones counted once.</summary>
    public long ParameterCount
    {
        get
        {
            var count = 0L;
            foreach (var parameter in Parameters()) count += parameter.Size;
            return count;
        }
    }

    /// <summary>Registers a part: a <see cref="Parameter"/>, a module, or any other tensor, which is a buffer.</summary>
    /// <remarks>A buffer is state that is saved and converted with the module but not trained. Registering another part under the same name replaces the first.</remarks>
    /// <typeparam name="T">The part's type.</typeparam>
    /// <param name="part">The part; null for an optional part that is absent.</param>
    /// <param name="name">The name it is listed under; by default the property it is assigned to.</param>
    /// <returns><paramref name="part"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="part"/> is neither tensor nor module, a buffer is the result of an op, or <paramref name="name"/> is empty or has a dot.</exception>
    protected T Register<T>(T part, [CallerMemberName] string name = "") where T : class?
    {
        if (name.Length == 0 || name.Contains('.'))
            throw new ArgumentException($"{OwnName}: a part's name is not empty and has no dot, unlike '{name}'.", nameof(name));
        switch (part)
        {
            case null or Parameter:
                break;
            case Tensor buffer when !buffer.IsChangeable || buffer.RequiresGrad:
                throw new ArgumentException($"{OwnName}.{name}: a buffer is data that requires no gradient. Wrap it in a Parameter to train it; Clone() the result of an op.", nameof(part));
            case Tensor:
                break;
            case Module module:
                module.Rename(name);
                break;
            default:
                throw new ArgumentException($"{OwnName}.{name}: a part is a Parameter, a Tensor or a Module.", nameof(part));
        }
        _parts[name] = part;
        return part;
    }

    /// <summary>Names this module in the errors of what is computed until the scope is disposed.</summary>
    /// <returns>A scope for <c>using</c>.</returns>
    /// <exception cref="InvalidOperationException">This module runs inside another that does not know it, and has parameters to train: they would be left out of training, saving and conversion.</exception>
    protected NameScope.Scope EnterScope()
    {
        if (_name is null && NameScope.IsInModule && GradMode.Enabled) RefuseStranger();
        return NameScope.EnterModule(OwnName);
    }

    /// <summary>The modules directly inside this one, in the order they were registered.</summary>
    public IEnumerable<Module> Children()
    {
        foreach (var part in _parts.Values)
            if (part is Module module) yield return module;
    }

    /// <summary>This module under the empty name and every module inside it under its dotted path, outer before inner; a shared one once, under its first path.</summary>
    public IEnumerable<KeyValuePair<string, Module>> NamedModules()
    {
        var seen = new HashSet<Module>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<KeyValuePair<string, Module>>();
        waiting.Push(new("", this));
        while (waiting.TryPop(out var next))
        {
            if (!seen.Add(next.Value)) continue;
            yield return next;
            var parts = next.Value._parts;
            for (var i = parts.Count - 1; i >= 0; i--)
                if (parts.GetAt(i) is { Key: var name, Value: Module module }) waiting.Push(new(Join(next.Key, name), module));
        }
    }

    /// <summary>Every parameter of this module and those inside it, under its dotted path; a shared one once, under its first path.</summary>
    public IEnumerable<KeyValuePair<string, Parameter>> NamedParameters()
    {
        foreach (var (name, tensor) in NamedTensors())
            if (tensor is Parameter parameter) yield return new(name, parameter);
    }

    /// <summary>Every parameter of this module and those inside it; a shared one once.</summary>
    public IEnumerable<Parameter> Parameters()
    {
        foreach (var (_, parameter) in NamedParameters()) yield return parameter;
    }

    /// <summary>Every buffer of this module and those inside it, under its dotted path; a shared one once, under its first path.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> NamedBuffers()
    {
        foreach (var (name, tensor) in NamedTensors())
            if (tensor is not Parameter) yield return new(name, tensor);
    }

    /// <summary>Puts this module and those inside it into training: dropout drops.</summary>
    public void Train() => SetTraining(true);

    /// <summary>Puts this module and those inside it into evaluation: the same input gives the same output.</summary>
    public void Eval() => SetTraining(false);

    /// <summary>Forgets the gradients of all parameters.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in Parameters()) parameter.ZeroGrad();
    }

    /// <summary>Stops all parameters from requiring gradients; an optimizer leaves them alone from then on. Their gradients are forgotten.</summary>
    public void Freeze() => SetRequiresGrad(false);

    /// <summary>Lets all parameters require gradients again.</summary>
    public void Unfreeze() => SetRequiresGrad(true);

    /// <summary>Converts all parameters and floating buffers, with their gradients, to another element type.</summary>
    /// <remarks>
    /// In place: every tensor stays the same object, so optimizers and shared uses stay valid; an optimizer converts its own
    /// state at its next step. What <see cref="Tensor.Detach"/> gave before keeps the old elements, and a graph recorded
    /// before refuses to go backward.
    /// </remarks>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is not floating.</exception>
    public void To(DType dtype)
    {
        if (!dtype.IsFloating) throw new ArgumentException($"{OwnName}: a module is Float32 or Float64, not {dtype}.", nameof(dtype));
        using var scope = GradMode.NoGrad();
        foreach (var (_, tensor) in NamedTensors())
        {
            if (!tensor.DType.IsFloating || tensor.DType == dtype) continue;
            var grad = tensor.Grad?.To(dtype);
            tensor.Become(tensor.To(dtype));
            tensor.Grad = grad;
        }
    }

    /// <summary>The name this module was registered under, or its class where it is the outermost.</summary>
    private string OwnName => _name ?? TypeName;

    /// <summary>The class, for messages.</summary>
    private protected virtual string TypeName => GetType().Name;

    private void RefuseStranger()
    {
        foreach (var (name, parameter) in NamedParameters())
            if (parameter.RequiresGrad)
                throw MistakePage.State(MistakePage.NotRegistered,
                    $"{OwnName}: runs inside another module that never registered it, so its parameter {name} {parameter.Shape} would not be trained. " +
                    "Give its property the setter «set => field = Register(value);» and assign it in the constructor (an initializer goes around the setter); " +
                    "or Freeze() it if it is not to be trained.");
    }

    private IEnumerable<KeyValuePair<string, Tensor>> NamedTensors()
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var (path, module) in NamedModules())
            foreach (var (name, part) in module._parts)
                if (part is Tensor tensor && seen.Add(tensor)) yield return new(Join(path, name), tensor);
    }

    private void SetTraining(bool training)
    {
        foreach (var (_, module) in NamedModules()) module.IsTraining = training;
    }

    private void SetRequiresGrad(bool requires)
    {
        foreach (var parameter in Parameters()) parameter.RequiresGrad = requires;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
