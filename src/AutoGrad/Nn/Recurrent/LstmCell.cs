namespace AutoGrad.Nn;

/// <summary>One step of a layer with long short-term memory: see <see cref="Recurrent.LstmCell"/>.</summary>
/// <param name="inputSize">Features of the input.</param>
/// <param name="hiddenSize">Features of the hidden state.</param>
/// <param name="bias">Whether to add biases.</param>
/// <param name="dtype">Float32 or Float64.</param>
/// <param name="generator">Where the weights are drawn from; null for <see cref="Generator.Default"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
/// <exception cref="ArgumentException"><paramref name="dtype"/> is not floating.</exception>
public sealed class LstmCell(int inputSize, int hiddenSize, bool bias = true, DType dtype = DType.Float32, Generator? generator = null)
    : RecurrentCellLayer(4, inputSize, hiddenSize, bias, dtype, generator)
{
    /// <summary>Computes the next state and memory.</summary>
    /// <param name="x">The input, [batch, inputSize] or [inputSize].</param>
    /// <param name="hidden">The state, [batch, hiddenSize] or [hiddenSize]; null for zeros.</param>
    /// <param name="cell">The memory, in the same shape; null for zeros.</param>
    /// <returns>The next state and memory, in the same shape.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">Element types differ.</exception>
    public (Tensor Hidden, Tensor Cell) Call(Tensor x, Tensor? hidden = null, Tensor? cell = null)
    {
        var next = Step(x, Next, hidden, cell);
        return (next[0], next[1]);
    }

    private Tensor[] Next(Tensor input, Tensor[] state)
    {
        var (hidden, cell) = Recurrent.LstmCell(input, state[0], state[1], Weights);
        return [hidden, cell];
    }
}
