namespace AutoGrad.Nn;

/// <summary>One step of a recurrent layer, for loops of your own: what <see cref="RnnCell"/>, <see cref="LstmCell"/> and <see cref="GruCell"/> share.</summary>
/// <remarks>Weights and biases start uniform in ±1/√hiddenSize, as in PyTorch.</remarks>
public abstract class RecurrentCellLayer : Module
{
    private protected RecurrentCellLayer(int gates, int inputSize, int hiddenSize, bool bias, DType dtype, Generator? generator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hiddenSize);
        (InputSize, HiddenSize) = (inputSize, hiddenSize);
        WeightIh = Drawn([gates * hiddenSize, inputSize]);
        WeightHh = Drawn([gates * hiddenSize, hiddenSize]);
        if (!bias) return;
        BiasIh = Drawn([gates * hiddenSize]);
        BiasHh = Drawn([gates * hiddenSize]);

        Parameter Drawn(Shape shape)
        {
            var bound = 1 / Math.Sqrt(hiddenSize);
            return Init.Uniform(new Parameter(Tensor.Zeros(shape, dtype)), -bound, bound, generator);
        }
    }

    /// <summary>The weights of the input, [gates · hiddenSize, inputSize].</summary>
    public Parameter WeightIh { get; set => field = Register(value); }

    /// <summary>The weights of the hidden state, [gates · hiddenSize, hiddenSize].</summary>
    public Parameter WeightHh { get; set => field = Register(value); }

    /// <summary>The bias beside the input, [gates · hiddenSize]; null for none.</summary>
    public Parameter? BiasIh { get; set => field = Register(value); }

    /// <summary>The bias beside the hidden state, [gates · hiddenSize]; null for none.</summary>
    public Parameter? BiasHh { get; set => field = Register(value); }

    /// <summary>Features of the input.</summary>
    public int InputSize { get; }

    /// <summary>Features of the hidden state.</summary>
    public int HiddenSize { get; }

    private protected RecurrentWeights Weights => new(WeightIh, WeightHh, BiasIh, BiasHh);

    /// <summary>One step from the parts of a state, zeros where null; also without the batch axis.</summary>
    private protected Tensor[] Step(Tensor x, Func<Tensor, Tensor[], Tensor[]> step, params ReadOnlySpan<Tensor?> state)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = EnterScope();
        if (x.Rank is not (1 or 2) || x.Shape[^1] != InputSize)
            throw new ShapeMismatchException(GetType().Name, x.Shape, [InputSize], $"the input must be [batch, {InputSize}], or [{InputSize}] without a batch");
        var single = x.Rank == 1;
        var input = single ? x.Unsqueeze(0) : x;
        var parts = new Tensor[state.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (state[i] is { } given && given.Rank != x.Rank) throw new ShapeMismatchException(GetType().Name, x.Shape, given.Shape, $"the state must be {(single ? $"[{HiddenSize}]" : $"[{x.Shape[0]}, {HiddenSize}]")}, with the input's axes");
            parts[i] = state[i] is not { } part ? Tensor.Zeros([input.Shape[0], HiddenSize], x.DType) : single ? part.Unsqueeze(0) : part;
        }
        var next = step(input, parts);
        return single ? Array.ConvertAll(next, part => part.Squeeze(0)) : next;
    }
}
