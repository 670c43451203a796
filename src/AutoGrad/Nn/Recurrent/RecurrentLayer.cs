namespace AutoGrad.Nn;

/// <summary>Layers that read sequences step by step: what <see cref="Rnn"/>, <see cref="Lstm"/> and <see cref="Gru"/> share.</summary>
/// <remarks>
/// The weights are registered under PyTorch's names in C#'s spelling: <c>WeightIhL0</c> for the input and <c>WeightHhL0</c>
/// for the hidden state of layer 0, <c>BiasIhL0</c> and <c>BiasHhL0</c>, with <c>Reverse</c> at the end for the direction
/// that reads backwards. All start uniform in ±1/√hiddenSize.
/// </remarks>
public abstract class RecurrentLayer : Module
{
    private readonly RecurrentWeights[] _weights;
    private readonly Generator? _generator;
    private CallHooks<RecurrentLayer>? _hooks;

    private protected RecurrentLayer(
        int gates, int inputSize, int hiddenSize, int layers, bool bias, bool batchFirst, double dropout, bool bidirectional, DType dtype, Generator? generator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hiddenSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        if (!(dropout is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, $"{GetType().Name}: a probability is in [0, 1].");
        (InputSize, HiddenSize, Layers, BatchFirst, Dropout, Bidirectional, _generator) = (inputSize, hiddenSize, layers, batchFirst, dropout, bidirectional, generator);
        _weights = new RecurrentWeights[layers * Directions];
        for (var i = 0; i < _weights.Length; i++)
        {
            var name = $"L{i / Directions}{(i % Directions == 1 ? "Reverse" : "")}";
            var features = i < Directions ? inputSize : hiddenSize * Directions;
            _weights[i] = new RecurrentWeights(
                Weight("WeightIh" + name, [gates * hiddenSize, features], dtype),
                Weight("WeightHh" + name, [gates * hiddenSize, hiddenSize], dtype),
                bias ? Weight("BiasIh" + name, [gates * hiddenSize], dtype) : null,
                bias ? Weight("BiasHh" + name, [gates * hiddenSize], dtype) : null);
        }
    }

    /// <summary>Features of the input.</summary>
    public int InputSize { get; }

    /// <summary>Features of the hidden state.</summary>
    public int HiddenSize { get; }

    /// <summary>How many layers read one another's outputs.</summary>
    public int Layers { get; }

    /// <summary>Whether input and output are [batch, steps, features] instead of [steps, batch, features].</summary>
    public bool BatchFirst { get; }

    /// <summary>While training, the probability of a zero in what one layer hands to the next.</summary>
    public double Dropout { get; }

    /// <summary>Whether a second direction reads each sequence backwards.</summary>
    public bool Bidirectional { get; }

    private int Directions => Bidirectional ? 2 : 1;

    /// <summary>The weights of one layer in one direction.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="reverse">The direction that reads backwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer, or no second direction.</exception>
    public RecurrentWeights Weights(int layer, bool reverse = false)
    {
        if ((uint)layer >= (uint)Layers) throw new ArgumentOutOfRangeException(nameof(layer), layer, $"{GetType().Name}: there are {Layers} layers.");
        if (reverse && !Bidirectional) throw new ArgumentOutOfRangeException(nameof(reverse), reverse, $"{GetType().Name}: there is one direction.");
        return _weights[layer * Directions + (reverse ? 1 : 0)];
    }

    /// <summary>Lets code run before each call of this layer, and replace what goes in.</summary>
    /// <param name="hook">Gets the layer and its inputs: the sequence, the initial hidden state and, of an LSTM, the initial memory, zeros where none was given. Answers as many others, or null to leave them.</param>
    /// <returns>Removes the hook when disposed.</returns>
    public IDisposable RegisterForwardPreHook(Func<RecurrentLayer, Tensor[], Tensor[]?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return Hooks.AddBefore(hook);
    }

    /// <summary>Lets code run after each call of this layer, and replace what comes out.</summary>
    /// <param name="hook">Gets the layer, its inputs as <see cref="RegisterForwardPreHook"/> does, and its outputs: the output at each step, the final hidden state and, of an LSTM, the final memory. Answers as many other outputs, or null to leave them.</param>
    /// <returns>Removes the hook when disposed.</returns>
    public IDisposable RegisterForwardHook(Func<RecurrentLayer, Tensor[], Tensor[], Tensor[]?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return Hooks.AddAfter(hook);
    }

    /// <summary>Lets code see the gradients of this layer's outputs, and replace them before they go on into the layer.</summary>
    /// <remarks>It holds for calls that come after, and is called once for each output that the loss depends on. See <see cref="Tensor.RegisterHook"/> for what a gradient hook may do.</remarks>
    /// <param name="hook">Gets the layer, which output it is (0 the steps, 1 the hidden state, 2 the memory) and the gradient, in its shape; answers another, or null to leave it.</param>
    /// <returns>Removes the hook when disposed; calls made before then keep it until they are forgotten.</returns>
    public IDisposable RegisterOutputGradientHook(Func<RecurrentLayer, int, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return Hooks.AddOutputGradient(hook);
    }

    /// <summary>Lets code see the gradients that this layer hands to its inputs, and replace them before they go on.</summary>
    /// <remarks>It is this layer's part alone, though an input may be used elsewhere too. Nothing is called for an input that requires no gradient.</remarks>
    /// <param name="hook">Gets the layer, which input it is (0 the sequence, 1 the hidden state, 2 the memory) and the gradient, in its shape; answers another, or null to leave it.</param>
    /// <returns>Removes the hook when disposed; calls made before then keep it until they are forgotten.</returns>
    public IDisposable RegisterInputGradientHook(Func<RecurrentLayer, int, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return Hooks.AddInputGradient(hook);
    }

    private CallHooks<RecurrentLayer> Hooks => _hooks ??= new CallHooks<RecurrentLayer>();

    /// <summary>The output at each step, and the parts of the final state.</summary>
    private protected (Tensor Output, Tensor[] Final) Run(Tensor x, Tensor? lengths, params ReadOnlySpan<Tensor?> initial)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = EnterScope();
        if (_hooks is null) return Read(x, lengths, initial);
        Check(x);
        var inputs = new Tensor[initial.Length + 1];
        inputs[0] = x;
        for (var i = 0; i < initial.Length; i++)
            inputs[i + 1] = initial[i] ?? Tensor.Zeros(x.Rank == 2 ? [_weights.Length, HiddenSize] : [_weights.Length, x.Shape[BatchFirst ? 0 : 1], HiddenSize], x.DType);
        var outputs = _hooks.Call(this, inputs, t =>
        {
            var (output, final) = Read(t[0], lengths, t.AsSpan(1));
            return [output, .. final];
        });
        return (outputs[0], outputs[1..]);
    }

    private void Check(Tensor x)
    {
        if (x.Rank is not (2 or 3) || x.Shape[^1] != InputSize)
            throw new ShapeMismatchException(GetType().Name, x.Shape, [InputSize],
                $"the input must be {(BatchFirst ? "[batch, steps, " : "[steps, batch, ")}{InputSize}], or [steps, {InputSize}] without a batch");
    }

    private (Tensor Output, Tensor[] Final) Read(Tensor x, Tensor? lengths, ReadOnlySpan<Tensor?> initial)
    {
        Check(x);
        var single = x.Rank == 2;
        var input = single ? x.Unsqueeze(1) : BatchFirst ? x.Transpose(0, 1) : x;
        var state = new Tensor[initial.Length];
        for (var i = 0; i < state.Length; i++)
            state[i] = initial[i] is { } given ? (single ? Unbatched(x, given) : given) : Tensor.Zeros([_weights.Length, input.Shape[1], HiddenSize], x.DType);
        var sequences = lengths is null ? null : SequenceLengths.Of(GetType().Name, lengths, input, single);
        var (output, final) = sequences is not null || Dropout > 0 && IsTraining && Layers > 1 ? ByLayer(input, state, sequences) : Step(input, state, _weights, Bidirectional);
        if (!single) return (BatchFirst ? output.Transpose(0, 1) : output, final);
        return (output.Squeeze(1), Array.ConvertAll(final, part => part.Squeeze(1)));
    }

    /// <summary>Layers over [steps, batch, features], from a state [layers · directions, batch, hidden].</summary>
    private protected abstract (Tensor Output, Tensor[] Final) Step(Tensor x, Tensor[] state, ReadOnlySpan<RecurrentWeights> weights, bool bidirectional);

    // one layer after another, so that dropout comes in between, and sequences may end early
    private (Tensor Output, Tensor[] Final) ByLayer(Tensor x, Tensor[] state, SequenceLengths? sequences)
    {
        var finals = Array.ConvertAll(state, _ => new Tensor[Layers]);
        for (var layer = 0; layer < Layers; layer++)
        {
            if (layer > 0) x = x.Dropout(Dropout, IsTraining, _generator);
            var at = layer * Directions;
            var own = Array.ConvertAll(state, part => part[at..(at + Directions)]);
            (x, var final) = sequences is null ? Step(x, own, _weights.AsSpan(at, Directions), Bidirectional) : Bounded(x, own, at, sequences);
            for (var i = 0; i < final.Length; i++) finals[i][layer] = final[i];
        }
        return (x, Array.ConvertAll(finals, parts => Tensor.Concat(parts)));
    }

    // one layer over sequences that end early, one direction after the other
    private (Tensor Output, Tensor[] Final) Bounded(Tensor x, Tensor[] state, int at, SequenceLengths sequences)
    {
        var (outputs, finals) = (new Tensor[Directions], Array.ConvertAll(state, _ => new Tensor[Directions]));
        for (var direction = 0; direction < Directions; direction++)
        {
            var (own, weights) = (direction, _weights.AsMemory(at + direction, 1));
            var start = Array.ConvertAll(state, part => part.Narrow(0, own, 1));
            (outputs[direction], var final) = sequences.Run(x, start, (part, from) => Step(part, from, weights.Span, bidirectional: false), backwards: direction == 1);
            for (var i = 0; i < final.Length; i++) finals[i][direction] = final[i];
        }
        return (Bidirectional ? Tensor.Concat(outputs, axis: 2) : outputs[0], Array.ConvertAll(finals, parts => Tensor.Concat(parts)));
    }

    private Tensor Unbatched(Tensor x, Tensor state) => state.Rank == 2
        ? state.Unsqueeze(1)
        : throw new ShapeMismatchException(GetType().Name, x.Shape, state.Shape, $"the input has no batch, so the initial state must be [{_weights.Length}, {HiddenSize}]");

    private Parameter Weight(string name, Shape shape, DType dtype)
    {
        var bound = 1 / Math.Sqrt(HiddenSize);
        return Register(Init.Uniform(new Parameter(Tensor.Zeros(shape, dtype)), -bound, bound, _generator), name);
    }
}
