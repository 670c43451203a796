using System.Collections;

namespace AutoGrad.Nn;

/// <summary>Modules in a row, for a module to use as it likes: each is registered under its place, <c>0</c>, <c>1</c>, ...</summary>
/// <remarks>
/// <code>
/// Blocks = [new Linear(8, 8), new Linear(8, 8)];      // a property of a Layer, with the setter «set =&gt; field = Register(value);»
/// foreach (var block in Blocks) x = x + block.Call(x).Relu();
/// </code>
/// It computes nothing by itself: layers that feed one another are a <see cref="Sequential"/>.
/// </remarks>
/// <typeparam name="T">What the modules are.</typeparam>
public sealed class ModuleList<T> : Module, IReadOnlyList<T> where T : Module
{
    private readonly List<T> _modules = [];

    /// <summary>Creates the list.</summary>
    /// <param name="modules">The modules, in order.</param>
    public ModuleList(params ReadOnlySpan<T> modules)
    {
        foreach (var module in modules) Add(module);
    }

    /// <summary>Number of modules.</summary>
    public int Count => _modules.Count;

    /// <summary>The module at a place, from 0.</summary>
    /// <param name="index">The place.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public T this[int index]
    {
        get => _modules[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _modules[index] = value;
            RegisterMember(value, $"{index}");
        }
    }

    /// <summary>Adds a module at the end.</summary>
    /// <param name="module">The module.</param>
    public void Add(T module)
    {
        ArgumentNullException.ThrowIfNull(module);
        RegisterMember(module, $"{_modules.Count}");
        _modules.Add(module);
    }

    /// <summary>Walks the modules in order.</summary>
    public IEnumerator<T> GetEnumerator() => _modules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected override string TypeName => "ModuleList";

    private protected override void Rename(string? name) => RenameWithMembers(name);
}
