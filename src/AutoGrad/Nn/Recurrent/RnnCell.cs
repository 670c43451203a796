namespace AutoGrad.Nn;

/// <summary>One step of a simple recurrent layer: see <see cref="Recurrent.RnnTanhCell"/> and <see cref="Recurrent.RnnReluCell"/>.</summary>
/// <param name="inputSize">Features of the input.</param>
/// <param name="hiddenSize">Features of the hidden state.</param>
/// <param name="bias">Whether to add biases.</param>
/// <param name="nonlinearity">Tanh or Relu.</param>
/// <param name="dtype">Float32 or Float64.</param>
/// <param name="generator">Where the weights are drawn from; null for <see cref="Generator.Default"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
/// <exception cref="ArgumentException"><paramref name="nonlinearity"/> is neither Tanh nor Relu, or <paramref name="dtype"/> is not floating.</exception>
public sealed class RnnCell(int inputSize, int hiddenSize, bool bias = true, Nonlinearity nonlinearity = Nonlinearity.Tanh, DType dtype = DType.Float32, Generator? generator = null)
    : RecurrentCellLayer(1, inputSize, hiddenSize, bias, dtype, generator)
{
    private readonly bool _relu = nonlinearity switch
    {
        Nonlinearity.Tanh => false,
        Nonlinearity.Relu => true,
        _ => throw new ArgumentException($"RnnCell: the nonlinearity is Tanh or Relu, not {nonlinearity}.", nameof(nonlinearity)),
    };

    /// <summary>Computes the next state.</summary>
    /// <param name="x">The input, [batch, inputSize] or [inputSize].</param>
    /// <param name="hidden">The state, [batch, hiddenSize] or [hiddenSize]; null for zeros.</param>
    /// <returns>The next state, in the same shape.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">Element types differ.</exception>
    public Tensor Call(Tensor x, Tensor? hidden = null) =>
        Step(x, (input, state) => [_relu ? Recurrent.RnnReluCell(input, state[0], Weights) : Recurrent.RnnTanhCell(input, state[0], Weights)], hidden)[0];
}
