namespace AutoGrad.Nn;

/// <summary>Simple recurrent layers: see <see cref="Recurrent.Rnn"/>.</summary>
/// <remarks>Takes [steps, batch, inputSize] to [steps, batch, directions · hiddenSize]; also without the batch axis.</remarks>
/// <param name="inputSize">Features of the input.</param>
/// <param name="hiddenSize">Features of the hidden state.</param>
/// <param name="layers">How many layers read one another's outputs.</param>
/// <param name="nonlinearity">Tanh or Relu.</param>
/// <param name="bias">Whether to add biases.</param>
/// <param name="batchFirst">Whether input and output are [batch, steps, features] instead of [steps, batch, features].</param>
/// <param name="dropout">While training, the probability of a zero in what one layer hands to the next.</param>
/// <param name="bidirectional">A second direction reads each sequence backwards; the outputs of both lie side by side.</param>
/// <param name="dtype">Float32 or Float64.</param>
/// <param name="generator">Where weights and dropout are drawn from; null for <see cref="Generator.Default"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">A size or the number of layers is below 1, or <paramref name="dropout"/> outside [0, 1].</exception>
/// <exception cref="ArgumentException"><paramref name="nonlinearity"/> is neither Tanh nor Relu, or <paramref name="dtype"/> is not floating.</exception>
public sealed class Rnn(
    int inputSize, int hiddenSize, int layers = 1, Nonlinearity nonlinearity = Nonlinearity.Tanh, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false,
    DType dtype = DType.Float32, Generator? generator = null)
    : RecurrentLayer(1, inputSize, hiddenSize, layers, bias, batchFirst, dropout, bidirectional, dtype, generator)
{
    private readonly bool _relu = nonlinearity switch
    {
        Nonlinearity.Tanh => false,
        Nonlinearity.Relu => true,
        _ => throw new ArgumentException($"Rnn: the nonlinearity is Tanh or Relu, not {nonlinearity}.", nameof(nonlinearity)),
    };

    /// <summary>Reads sequences.</summary>
    /// <param name="x">[steps, batch, inputSize], with the batch first if the layer says so, or [steps, inputSize].</param>
    /// <param name="hidden">The initial state, [layers · directions, batch, hiddenSize], without the batch axis if the input has none; null for zeros.</param>
    /// <param name="lengths">How many steps of each sequence count, [batch], Int64 or Int32, each from 0 to the number of steps; null for all. Later steps are not read: outputs there are 0, the final state is that of the last step that counts, and the second direction begins there.</param>
    /// <returns>The last layer's state at each step, and the final state of all layers.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">There are no steps, a length is negative or larger than their number, or element types differ.</exception>
    public (Tensor Output, Tensor Hidden) Call(Tensor x, Tensor? hidden = null, Tensor? lengths = null)
    {
        var (output, final) = Run(x, lengths, hidden);
        return (output, final[0]);
    }

    private protected override (Tensor Output, Tensor[] Final) Step(Tensor x, Tensor[] state, ReadOnlySpan<RecurrentWeights> weights, bool bidirectional)
    {
        var (output, hidden) = Recurrent.Rnn(x, state[0], weights, _relu, bidirectional);
        return (output, [hidden]);
    }
}
