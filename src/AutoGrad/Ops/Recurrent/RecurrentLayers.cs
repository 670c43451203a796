namespace AutoGrad.Ops;

/// <summary>Recurrent layers over whole sequences.</summary>
internal static class RecurrentLayers
{
    /// <summary>Runs layer after layer; each takes its part of the initial state.</summary>
    /// <param name="op">The op that asks, for the message.</param>
    /// <param name="cell">One step.</param>
    /// <param name="input">[steps, batch, features].</param>
    /// <param name="state">The parts of the initial state, each [layers · directions, batch, hidden].</param>
    /// <param name="weights">Of each layer and direction.</param>
    /// <param name="bidirectional">A second direction reads backwards; the results of both lie side by side.</param>
    /// <returns>The first part of the last layer's state at each step, and the parts of the final state.</returns>
    public static (Tensor Output, Tensor[] Final) Run(string op, RecurrentCell cell, Tensor input, Tensor[] state, ReadOnlySpan<RecurrentWeights> weights, bool bidirectional)
    {
        Check(op, input, state, weights.Length, bidirectional ? 2 : 1);
        var (initial, final) = (new Tensor[state.Length][], new Tensor[state.Length][]);
        for (var part = 0; part < state.Length; part++) (initial[part], final[part]) = (state[part].Unbind(), new Tensor[weights.Length]);
        for (var layer = 0; layer < weights.Length; layer += bidirectional ? 2 : 1)
        {
            var forward = Direction(cell, input, layer, weights[layer], initial, final, backwards: false);
            input = bidirectional ? Tensor.Concat([forward, Direction(cell, input, layer + 1, weights[layer + 1], initial, final, backwards: true)], axis: 2) : forward;
        }
        return (input, Array.ConvertAll(final, parts => Tensor.Stack(parts)));
    }

    private static Tensor Direction(RecurrentCell cell, Tensor input, int index, RecurrentWeights weights, Tensor[][] initial, Tensor[][] final, bool backwards)
    {
        var start = Array.ConvertAll(initial, part => part[index]);
        var (output, last) = cell.Sequence(input, start, weights, backwards);
        for (var part = 0; part < last.Length; part++) final[part][index] = last[part];
        return output;
    }

    private static void Check(string op, Tensor input, Tensor[] state, int layers, int directions)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (layers == 0 || layers % directions != 0) throw new ArgumentException($"{op}: {layers} weights are not {directions} for each layer of at least one.{NameScope.Suffix}", "weights");
        if (input.Rank != 3 || input.Shape[0] == 0) throw new ArgumentException($"{op}: the input {input.Shape} must be [steps, batch, features] with at least one step: Transpose(0, 1) one that has the batch first.{NameScope.Suffix}", nameof(input));
        foreach (var part in state)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(state));
            if (part.Rank != 3 || part.Shape[0] != layers || part.Shape[1] != input.Shape[1] || !part.Shape.SameAs(state[0].Shape))
                throw new ShapeMismatchException(op, input.Shape, part.Shape, $"the initial state must be [{layers}, {input.Shape[1]}, hidden]: one for each layer and direction, and each sequence of the batch");
        }
    }
}
