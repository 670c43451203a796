using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace AutoGrad.IO;

/// <summary>Tensors by name, in order, and remarks about them: what a <c>.safetensors</c> file holds.</summary>
/// <remarks>It is the kind of dictionary that a module loads: <c>model.LoadState(SafeTensors.Load(path))</c>.</remarks>
public sealed class NamedTensors : IReadOnlyDictionary<string, Tensor>
{
    private static readonly Dictionary<string, string> s_none = [];

    private readonly OrderedDictionary<string, Tensor> _tensors;

    /// <summary>Puts tensors and remarks together; the tensors are not copied.</summary>
    /// <param name="tensors">The tensors, such as <c>model.StateDictionary()</c>.</param>
    /// <param name="metadata">Remarks; null for none.</param>
    /// <exception cref="ArgumentException">A name, tensor or remark is null, or a name is given twice.</exception>
    public NamedTensors(IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        _tensors = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            if (name is null) throw new ArgumentException("A tensor has no name.", nameof(tensors));
            if (tensor is null) throw new ArgumentException($"There is no tensor under the name '{name}'.", nameof(tensors));
            if (!_tensors.TryAdd(name, tensor)) throw new ArgumentException($"The name '{name}' is given twice.", nameof(tensors));
        }
        foreach (var (key, value) in metadata ?? s_none)
            if (key is null || value is null) throw new ArgumentException($"The remark '{key}' is null.", nameof(metadata));
        Metadata = metadata is null ? s_none : new Dictionary<string, string>(metadata, StringComparer.Ordinal);
    }

    // a reader has checked the names and hands the dictionary over
    internal NamedTensors(OrderedDictionary<string, Tensor> tensors, Dictionary<string, string> metadata) => (_tensors, Metadata) = (tensors, metadata);

    /// <summary>Remarks: text by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Number of tensors.</summary>
    public int Count => _tensors.Count;

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Keys => _tensors.Keys;

    /// <summary>The tensors, in the order of their names.</summary>
    public IEnumerable<Tensor> Values => _tensors.Values;

    /// <summary>The tensor of a name.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor; the message lists some that are there.</exception>
    public Tensor this[string key] => _tensors.TryGetValue(key, out var tensor) ? tensor
        : throw new KeyNotFoundException($"There is no tensor '{key}' among the {Count}: {string.Join(", ", _tensors.Keys.Take(20))}{(Count > 20 ? ", ..." : "")}.");

    /// <summary>Whether there is a tensor of this name.</summary>
    /// <param name="key">The name.</param>
    public bool ContainsKey(string key) => _tensors.ContainsKey(key);

    /// <summary>Looks a tensor up.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">The tensor, if there is one.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value) => _tensors.TryGetValue(key, out value);

    /// <summary>Walks names and tensors, in order.</summary>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => _tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
