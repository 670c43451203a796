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
    public Tensor Project(Tensor input, int hidden, RecurrentWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Input.Rank != 2 || weights.Input.Shape[0] != gates * hidden || weights.Input.Shape[1] != input.Shape[^1])
            throw new ShapeMismatchException(name, input.Shape, weights.Input.Shape, $"the weight of the input must be [{gates * hidden}, {input.Shape[^1]}]: {gates} times the hidden features, and the input's features");
        if (weights.Hidden.Rank != 2 || weights.Hidden.Shape[0] != gates * hidden || weights.Hidden.Shape[1] != hidden)
            throw new ShapeMismatchException(name, input.Shape, weights.Hidden.Shape, $"the weight of the hidden state must be [{gates * hidden}, {hidden}]");
        return input.Linear(weights.Input, weights.InputBias);
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
    public virtual (Tensor Output, Tensor[] Final) Sequence(Tensor input, Tensor[] state, RecurrentWeights weights, bool backwards)
    {
        // one matrix product for all steps' inputs, then step by step
        var projected = Project(input, state[0].Shape[^1], weights).Unbind();
        var outputs = new Tensor[projected.Length];
        for (var i = 0; i < projected.Length; i++)
        {
            var step = backwards ? projected.Length - 1 - i : i;
            state = Step(projected[step], state, weights);
            outputs[step] = state[0];
        }
        return (Tensor.Stack(outputs), state);
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

    public override (Tensor Output, Tensor[] Final) Sequence(Tensor input, Tensor[] state, RecurrentWeights weights, bool backwards)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var (steps, batch, hidden) = (input.Shape[0], input.Shape[1], state[0].Shape[^1]);
        if (weights.HiddenBias is { } bias)
        {
            if (bias.Shape != new Shape(4 * hidden)) throw new ShapeMismatchException(Name, bias.Shape, weights.Hidden.Shape, "the bias must have one number for each of the weight's outputs");
            weights = weights with { InputBias = weights.InputBias is { } other && other.Shape == bias.Shape ? other + bias : weights.InputBias ?? bias };
        }
        var projected = Project(input, hidden, weights);
        foreach (var operand in (ReadOnlySpan<Tensor>)[weights.Hidden, state[0], state[1]]) Guard.SameDType(Name, projected, operand);
        var results = new LstmOp(new LstmPlan(steps, batch, hidden, backwards)).Apply(projected, weights.Hidden, state[0], state[1]);
        return (results[0], [results[1], results[2]]);
    }
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
}
