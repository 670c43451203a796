namespace AutoGrad;

/// <summary>The weights of one recurrent layer in one direction: of its gates, one below the other.</summary>
/// <param name="Input">For the input, [gates · hidden, inputs].</param>
/// <param name="Hidden">For the hidden state, [gates · hidden, hidden].</param>
/// <param name="InputBias">The bias beside the input, [gates · hidden]; null for none.</param>
/// <param name="HiddenBias">The bias beside the hidden state, [gates · hidden]; null for none.</param>
public sealed record RecurrentWeights(Tensor Input, Tensor Hidden, Tensor? InputBias = null, Tensor? HiddenBias = null);
