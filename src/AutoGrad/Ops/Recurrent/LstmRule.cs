using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>The gradients of <see cref="LstmOp"/> in tensor operations.</summary>
internal static class LstmRule
{
    /// <summary>Goes through all steps, and back.</summary>
    public static SequenceRule Of(RecurrentPlan plan, Tensor projected, Tensor weight, Tensor hidden, Tensor cell, ReadOnlySpan<Tensor?> g)
    {
        var (inputs, states) = (projected.Unbind(), new State[plan.Steps]);
        var (before, memory) = (new Tensor[plan.Steps], cell);
        for (var done = 0; done < plan.Steps; done++)
        {
            before[done] = done == 0 ? hidden : states[done - 1].Output * states[done - 1].Tanh;
            states[done] = State.After(inputs[plan.Step(done)] + before[done].MatMul(weight, transposeB: true), memory);
            memory = states[done].Cell;
        }
        var zeros = Tensor.Zeros(cell.Shape, cell.DType);
        var (ofOutput, ofHidden, ofCell, ofGates) = (g[0]?.Unbind(), g[1] ?? zeros, g[2] ?? zeros, new Tensor[plan.Steps]);
        Tensor? ofWeight = null;
        for (var done = plan.Steps - 1; done >= 0; done--)
        {
            var step = plan.Step(done);
            if (ofOutput is not null) ofHidden += ofOutput[step];
            (ofGates[step], ofCell) = states[done].Pull(ofHidden, ofCell, done == 0 ? cell : states[done - 1].Cell);
            var share = ofGates[step].MatMul(before[done], transposeA: true);
            ofWeight = ofWeight is null ? share : ofWeight + share;
            ofHidden = ofGates[step].MatMul(weight);
        }
        return new SequenceRule(Tensor.Stack(ofGates), [ofWeight!, ofHidden, ofCell], g.ToArray());
    }

    private sealed record State(Tensor Input, Tensor Forget, Tensor Candidate, Tensor Output, Tensor Cell, Tensor Tanh)
    {
        public static State After(Tensor sums, Tensor memory)
        {
            var parts = sums.Chunk(4, axis: -1);
            var (input, forget, candidate, output) = (parts[0].Sigmoid(), parts[1].Sigmoid(), parts[2].Tanh(), parts[3].Sigmoid());
            var cell = forget * memory + input * candidate;
            return new State(input, forget, candidate, output, cell, cell.Tanh());
        }

        /// <summary>The gradients of the gates' sums and of the cell before the step.</summary>
        public (Tensor Gates, Tensor Cell) Pull(Tensor ofHidden, Tensor ofCell, Tensor memory)
        {
            ofCell += ofHidden * Output * ((1 - Tanh) * (1 + Tanh));
            Tensor[] gates =
            [
                ofCell * Candidate * (Input * (1 - Input)), ofCell * memory * (Forget * (1 - Forget)),
                ofCell * Input * ((1 - Candidate) * (1 + Candidate)), ofHidden * Tanh * (Output * (1 - Output)),
            ];
            return (Tensor.Concat(gates, axis: -1), ofCell * Forget);
        }
    }
}
