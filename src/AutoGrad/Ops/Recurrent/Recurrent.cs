using AutoGrad.Ops;

namespace AutoGrad;

/// <summary>Recurrent networks: single steps, and whole sequences of any number of layers.</summary>
/// <remarks>Weights lie as in PyTorch. The input's products of all steps are one matrix product; a step then costs one product and a few elementwise operations.</remarks>
public static class Recurrent
{
    private static readonly RecurrentCell s_tanh = new SimpleCell(relu: false), s_relu = new SimpleCell(relu: true), s_lstm = new LstmCell(), s_gru = new GruCell();

    /// <summary>One step h' = tanh(W x + b + U h + c) of a simple recurrent layer.</summary>
    /// <param name="input">The input x, [batch, features].</param>
    /// <param name="hidden">The state h, [batch, hidden].</param>
    /// <param name="weights">The weights, one gate.</param>
    /// <returns>The next state.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">Element types differ or are not floating.</exception>
    public static Tensor RnnTanhCell(Tensor input, Tensor hidden, RecurrentWeights weights) => s_tanh.Single(input, [hidden], weights)[0];

    /// <summary>One step h' = max(0, W x + b + U h + c) of a simple recurrent layer.</summary>
    /// <inheritdoc cref="RnnTanhCell"/>
    public static Tensor RnnReluCell(Tensor input, Tensor hidden, RecurrentWeights weights) => s_relu.Single(input, [hidden], weights)[0];

    /// <summary>One step of a layer with long short-term memory: c' = σ(f) c + σ(i) tanh(g), h' = σ(o) tanh(c').</summary>
    /// <remarks>Hochreiter and Schmidhuber, "Long short-term memory", 1997, with forget gate. The gates i, f, g, o are W x + b + U h + c, in this order.</remarks>
    /// <param name="input">The input x, [batch, features].</param>
    /// <param name="hidden">The state h, [batch, hidden].</param>
    /// <param name="cell">The memory c, [batch, hidden].</param>
    /// <param name="weights">The weights, four gates.</param>
    /// <returns>The next state and memory.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">Element types differ or are not floating.</exception>
    public static (Tensor Hidden, Tensor Cell) LstmCell(Tensor input, Tensor hidden, Tensor cell, RecurrentWeights weights)
    {
        var state = s_lstm.Single(input, [hidden, cell], weights);
        return (state[0], state[1]);
    }

    /// <summary>One step of a gated recurrent layer: h' = (1 − σ(z)) n + σ(z) h with n = tanh(Wₙ x + bₙ + σ(r) (Uₙ h + cₙ)).</summary>
    /// <remarks>Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014, with the reset gate after the product, as in PyTorch. The gates are r, z, n, in this order.</remarks>
    /// <param name="input">The input x, [batch, features].</param>
    /// <param name="hidden">The state h, [batch, hidden].</param>
    /// <param name="weights">The weights, three gates.</param>
    /// <returns>The next state.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">Element types differ or are not floating.</exception>
    public static Tensor GruCell(Tensor input, Tensor hidden, RecurrentWeights weights) => s_gru.Single(input, [hidden], weights)[0];

    /// <summary>Simple recurrent layers over sequences: <see cref="RnnTanhCell"/> or <see cref="RnnReluCell"/> step by step.</summary>
    /// <param name="input">[steps, batch, features].</param>
    /// <param name="hidden">The initial state, [layers · directions, batch, hidden].</param>
    /// <param name="weights">The weights, layer by layer; with two directions, forwards before backwards.</param>
    /// <param name="relu">Rectify instead of tanh.</param>
    /// <param name="bidirectional">A second direction reads each sequence backwards.</param>
    /// <returns>The last layer's state at each step, [steps, batch, directions · hidden], and the final state of all layers.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">There are no steps or no layers, or element types differ or are not floating.</exception>
    public static (Tensor Output, Tensor Hidden) Rnn(Tensor input, Tensor hidden, ReadOnlySpan<RecurrentWeights> weights, bool relu = false, bool bidirectional = false)
    {
        var (output, final) = RecurrentLayers.Run("Rnn", relu ? s_relu : s_tanh, input, [hidden], weights, bidirectional);
        return (output, final[0]);
    }

    /// <summary>Layers with long short-term memory over sequences: <see cref="LstmCell"/> step by step.</summary>
    /// <param name="input">[steps, batch, features].</param>
    /// <param name="hidden">The initial state, [layers · directions, batch, hidden].</param>
    /// <param name="cell">The initial memory, in the same shape.</param>
    /// <param name="weights">The weights, layer by layer; with two directions, forwards before backwards.</param>
    /// <param name="bidirectional">A second direction reads each sequence backwards.</param>
    /// <returns>The last layer's state at each step, [steps, batch, directions · hidden], and the final state and memory of all layers.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">There are no steps or no layers, or element types differ or are not floating.</exception>
    public static (Tensor Output, Tensor Hidden, Tensor Cell) Lstm(Tensor input, Tensor hidden, Tensor cell, ReadOnlySpan<RecurrentWeights> weights, bool bidirectional = false)
    {
        var (output, final) = RecurrentLayers.Run("Lstm", s_lstm, input, [hidden, cell], weights, bidirectional);
        return (output, final[0], final[1]);
    }

    /// <summary>Gated recurrent layers over sequences: <see cref="GruCell"/> step by step.</summary>
    /// <param name="input">[steps, batch, features].</param>
    /// <param name="hidden">The initial state, [layers · directions, batch, hidden].</param>
    /// <param name="weights">The weights, layer by layer; with two directions, forwards before backwards.</param>
    /// <param name="bidirectional">A second direction reads each sequence backwards.</param>
    /// <returns>The last layer's state at each step, [steps, batch, directions · hidden], and the final state of all layers.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentException">There are no steps or no layers, or element types differ or are not floating.</exception>
    public static (Tensor Output, Tensor Hidden) Gru(Tensor input, Tensor hidden, ReadOnlySpan<RecurrentWeights> weights, bool bidirectional = false)
    {
        var (output, final) = RecurrentLayers.Run("Gru", s_gru, input, [hidden], weights, bidirectional);
        return (output, final[0]);
    }
}
