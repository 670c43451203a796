using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace AutoGrad.Nn;

/// <summary>Modules by name, for a module to use as it likes: each is registered under its key.</summary>
/// <remarks>
/// <code>
/// Heads = new ModuleDict&lt;Linear&gt; { ["price"] = new Linear(8, 1), ["class"] = new Linear(8, 10) };
/// var y = Heads["price"].Call(x);
/// </code>
/// In the order in which the keys were first set. It computes nothing by itself.
/// </remarks>
/// <typeparam name="T">What the modules are.</typeparam>
public sealed class ModuleDict<T> : Module, IReadOnlyDictionary<string, T> where T : Module
{
    private readonly OrderedDictionary<string, T> _modules = new(StringComparer.Ordinal);

    /// <summary>Number of modules.</summary>
    public int Count => _modules.Count;

    /// <summary>The names.</summary>
    public IEnumerable<string> Keys => _modules.Keys;

    /// <summary>The modules.</summary>
    public IEnumerable<T> Values => _modules.Values;

    /// <summary>The module of a name. Setting a new name adds it.</summary>
    /// <param name="key">The name; not empty, without a dot.</param>
    /// <exception cref="KeyNotFoundException">There is no such name.</exception>
    /// <exception cref="ArgumentException">Set under a name that is empty or has a dot.</exception>
    public T this[string key]
    {
        get => _modules.TryGetValue(key, out var module) ? module : throw new KeyNotFoundException($"ModuleDict: there is no module '{key}': the names are {string.Join(", ", _modules.Keys)}.");
        set
        {
            ArgumentNullException.ThrowIfNull(key);
            ArgumentNullException.ThrowIfNull(value);
            RegisterMember(value, key);
            _modules[key] = value;
        }
    }

    /// <summary>Whether there is a module of a name.</summary>
    /// <param name="key">The name.</param>
    public bool ContainsKey(string key) => _modules.ContainsKey(key);

    /// <summary>The module of a name, if there is one.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">The module; null if there is none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _modules.TryGetValue(key, out value);

    /// <summary>Walks names and modules in order.</summary>
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => _modules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected override string TypeName => "ModuleDict";

    private protected override void Rename(string? name) => RenameWithMembers(name);
}
