namespace AutoGrad.Nn;

/// <summary>One step of a gated recurrent layer: see <see cref="Recurrent.GruCell"/>.</summary>
/// <param name="inputSize">Features of the input.</param>
/// <param name="hiddenSize">Features of the hidden state.</param>
/// <param name="bias">Whether to add biases.</param>
/// <param name="dtype">Float32 or Float64.</param>
/// <param name="generator">Where the weights are drawn from; null for <see cref="Generator.Default"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
/// <exception cref="ArgumentException"><paramref name="dtype"/> is not floating.</exception>
public sealed class GruCell(int inputSize, int hiddenSize, bool bias = true, DType dtype = DType.Float32, Generator? generator = null)
    : RecurrentCellLayer(3, inputSize, hiddenSize, bias, dtype, generator)
{
    /// <summary>Computes the next state.</summary>
    /// <param name="x">The input, [batch, inputSize] or [inputSize].</param>
    /// <param name="hidden">The state, [batch, hiddenSize] or [hiddenSize]; null for zeros.</param>
    /// <returns>The next state, in the same shape.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">Element types differ.</exception>
    public Tensor Call(Tensor x, Tensor? hidden = null) => Step(x, (input, state) => [Recurrent.GruCell(input, state[0], Weights)], hidden)[0];
}
