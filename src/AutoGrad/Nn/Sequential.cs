using System.Collections;

namespace AutoGrad.Nn;

/// <summary>Layers one after another, each fed with the output of the one before.</summary>
/// <remarks>
/// <code>
/// Sequential net = [new Linear(2, 16), new Tanh(), new Linear(16, 1)];
/// </code>
/// The layers are named by their place: <c>0</c>, <c>1</c>, ... Without any layer the output is the input.
/// </remarks>
public sealed class Sequential : Layer, IReadOnlyList<Layer>
{
    private readonly List<Layer> _layers = [];

    /// <summary>Creates the chain.</summary>
    /// <param name="layers">The layers, first to last.</param>
    public Sequential(params ReadOnlySpan<Layer> layers)
    {
        foreach (var layer in layers) Add(layer);
    }

    /// <summary>Number of layers.</summary>
    public int Count => _layers.Count;

    /// <summary>The layer at a place, from 0.</summary>
    /// <param name="index">The place.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public Layer this[int index]
    {
        get => _layers[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _layers[index] = value;
            Register(value, $"{index}");
        }
    }

    /// <summary>Adds a layer at the end.</summary>
    /// <param name="layer">The layer.</param>
    public void Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Register(layer, $"{_layers.Count}");
        _layers.Add(layer);
    }

    /// <summary>Walks the layers, first to last.</summary>
    public IEnumerator<Layer> GetEnumerator() => _layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        foreach (var layer in _layers) x = layer.Call(x);
        return x;
    }
}
