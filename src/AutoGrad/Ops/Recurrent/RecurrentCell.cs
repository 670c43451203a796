using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>One step of a recurrent layer: from what the input contributes to the gates and the state to the next state, whose first part is the output.</summary>
internal abstract class RecurrentCell(string name, int gates)
{
    /// <summary>The name in messages.</summary>
    public string Name => name;

    /// <summary>The next state, from the input's share of the gates, [batch, gates · hidden].</summary>
    public abstract Tensor[] Step(Tensor input, Tensor[] state, RecurrentWeights weights);

    /// <summary>The input's share of the gates, of all steps at once.</summary>
    private Tensor Project(Tensor input, int hidden, RecurrentWeights weights)
    {
        Check(input, hidden, weights);
        return input.Linear(weights.Input, weights.InputBias);
    }

    private void Check(Tensor input, int hidden, RecurrentWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Input.Rank != 2 || weights.Input.Shape[0] != gates * hidden || weights.Input.Shape[1] != input.Shape[^1])
            throw new ShapeMismatchException(name, input.Shape, weights.Input.Shape, $"the weight of the input must be [{gates * hidden}, {input.Shape[^1]}]: {gates} times the hidden features, and the input's features");
        if (weights.Hidden.Rank != 2 || weights.Hidden.Shape[0] != gates * hidden || weights.Hidden.Shape[1] != hidden)
            throw new ShapeMismatchException(name, input.Shape, weights.Hidden.Shape, $"the weight of the hidden state must be [{gates * hidden}, {hidden}]");
    }

    /// <summary>One step from an input [batch, features] and a state [batch, hidden].</summary>
    public Tensor[] Single(Tensor input, Tensor[] state, RecurrentWeights weights)
    {
        ArgumentNullException.ThrowIfNull(input);
        foreach (var part in state)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(state));
            if (input.Rank is not (1 or 2) || part.Rank != input.Rank || !part.Shape.SameAs(state[0].Shape) || part.Rank == 2 && part.Shape[0] != input.Shape[0])
                throw new ShapeMismatchException(name, input.Shape, part.Shape, "the input must be [batch, features] and the state [batch, hidden], both without the batch axis if there is none");
        }
        return Step(Project(input, state[0].Shape[^1], weights), state, weights);
    }

    /// <summary>All steps of a sequence: the output of each, and the last state.</summary>
    /// <param name="input">[steps, batch, features].</param>
    /// <param name="state">The state at the start, each part [batch, hidden].</param>
    /// <param name="weights">The weights of all steps.</param>
    /// <param name="backwards">The last step comes first.</param>
    public (Tensor Output, Tensor[] Final) Sequence(Tensor input, Tensor[] state, RecurrentWeights weights, bool backwards)
    {
        var hidden = state[0].Shape[^1];
        Check(input, hidden, weights);
        var (inputBias, hiddenBias) = (Bias(input, weights.InputBias, weights, hidden), Bias(input, weights.HiddenBias, weights, hidden));
        foreach (var operand in (ReadOnlySpan<Tensor>)[weights.Input, weights.Hidden, .. state]) Guard.SameDType(name, input, operand);
        if (!input.DType.IsFloating) throw Guard.NeedsFloat(name, input.DType);
        var results = Steps(new RecurrentPlan(input.Shape[0], input.Shape[1], hidden, gates, backwards), input, inputBias, hiddenBias, state, weights);
        return (results[0], results[1..]);
    }

    /// <summary>All steps as one operation.</summary>
    protected abstract Tensor[] Steps(RecurrentPlan plan, Tensor input, Tensor? inputBias, Tensor? hiddenBias, Tensor[] state, RecurrentWeights weights);

    /// <summary>One summand for each sum, where it does not matter beside what it stands.</summary>
    private protected static Tensor Sum(RecurrentPlan plan, Tensor input, Tensor? first, Tensor? second) =>
        first is not null && second is not null ? first + second : first ?? second ?? Zeros(plan, input);

    private protected static Tensor Zeros(RecurrentPlan plan, Tensor input) => Tensor.Zeros(new Shape(plan.Width), input.DType);

    private Tensor? Bias(Tensor input, Tensor? bias, RecurrentWeights weights, int hidden)
    {
        if (bias is null) return null;
        if (bias.Shape != new Shape(gates * hidden)) throw new ShapeMismatchException(name, bias.Shape, weights.Hidden.Shape, "the bias must have one number for each of the weight's outputs");
        Guard.SameDType(name, input, bias);
        return bias;
    }

    /// <summary>The gates, apart.</summary>
    protected Tensor[] Gates(Tensor all) => all.Chunk(gates, axis: -1);
}

/// <summary>h' = f(W x + U h + b).</summary>
internal sealed class SimpleCell(bool relu) : RecurrentCell(relu ? "RnnReluCell" : "RnnTanhCell", gates: 1)
{
    public override Tensor[] Step(Tensor input, Tensor[] state, RecurrentWeights weights)
    {
        var sum = input + state[0].Linear(weights.Hidden, weights.HiddenBias);
        return [relu ? sum.Relu() : sum.Tanh()];
    }

    protected override Tensor[] Steps(RecurrentPlan plan, Tensor input, Tensor? inputBias, Tensor? hiddenBias, Tensor[] state, RecurrentWeights weights) =>
        new RnnOp(relu, plan).Apply(input, weights.Input, Sum(plan, input, inputBias, hiddenBias), weights.Hidden, state[0]);
}

/// <summary>c' = σ(f) c + σ(i) tanh(g),  h' = σ(o) tanh(c').</summary>
internal sealed class LstmCell() : RecurrentCell("LstmCell", gates: 4)
{
    public override Tensor[] Step(Tensor input, Tensor[] state, RecurrentWeights weights)
    {
        var gates = Gates(input + state[0].Linear(weights.Hidden, weights.HiddenBias));
        var cell = gates[1].Sigmoid() * state[1] + gates[0].Sigmoid() * gates[2].Tanh();
        return [gates[3].Sigmoid() * cell.Tanh(), cell];
    }

    protected override Tensor[] Steps(RecurrentPlan plan, Tensor input, Tensor? inputBias, Tensor? hiddenBias, Tensor[] state, RecurrentWeights weights) =>
        new LstmOp(plan).Apply(input, weights.Input, Sum(plan, input, inputBias, hiddenBias), weights.Hidden, state[0], state[1]);
}

/// <summary>h' = n + σ(z) (h − n)  with  n = tanh(W x + σ(r) (U h + b)).</summary>
internal sealed class GruCell() : RecurrentCell("GruCell", gates: 3)
{
    public override Tensor[] Step(Tensor input, Tensor[] state, RecurrentWeights weights)
    {
        var (own, past) = (Gates(input), Gates(state[0].Linear(weights.Hidden, weights.HiddenBias)));
        var (reset, update) = ((own[0] + past[0]).Sigmoid(), (own[1] + past[1]).Sigmoid());
        var fresh = (own[2] + reset * past[2]).Tanh();
        return [fresh + update * (state[0] - fresh)];
    }

    protected override Tensor[] Steps(RecurrentPlan plan, Tensor input, Tensor? inputBias, Tensor? hiddenBias, Tensor[] state, RecurrentWeights weights) =>
        new GruOp(plan).Apply(input, weights.Input, inputBias ?? Zeros(plan, input), weights.Hidden, state[0], hiddenBias ?? Zeros(plan, input));
}
