namespace AutoGrad;

/// <summary>A function under check, at one point: its values nearby, its gradients, and its gradient as a function to check in turn.</summary>
internal sealed class CheckedFunction(Func<Tensor[], Tensor[]> function, Tensor[] inputs)
{
    /// <summary>One recorded evaluation.</summary>
    /// <param name="Leaves">The floating inputs, fresh copies that require a gradient.</param>
    /// <param name="Outputs">The floating outputs.</param>
    public readonly record struct Recording(Tensor[] Leaves, Tensor[] Outputs)
    {
        /// <summary>The elements of all outputs, one output after the other.</summary>
        public double[] Values()
        {
            var values = new double[Size(Outputs)];
            var at = 0;
            foreach (var output in Outputs)
            {
                output.Span<double>().CopyTo(values.AsSpan(at));
                at += output.Size;
            }
            return values;
        }

        /// <summary>The upstream gradient Σ weight·output, cut into the shapes of the outputs.</summary>
        public Tensor[] Upstream(ReadOnlySpan<double> weights)
        {
            var upstream = new Tensor[Outputs.Length];
            for (var k = 0; k < upstream.Length; k++)
            {
                upstream[k] = Tensor.From(weights[..Outputs[k].Size], Outputs[k].Shape);
                weights = weights[Outputs[k].Size..];
            }
            return upstream;
        }

        /// <summary>The gradients of the leaves; null where no output depends on one.</summary>
        public Tensor?[] Pull(ReadOnlySpan<Tensor> upstream, bool createGraph, bool retainGraph = true)
        {
            var (recorded, seeds) = (new List<Tensor>(), new List<Tensor>());
            for (var k = 0; k < Outputs.Length; k++)
            {
                if (!Outputs[k].RequiresGrad) continue;
                recorded.Add(Outputs[k]);
                seeds.Add(upstream[k]);
            }
            return recorded.Count == 0
                ? new Tensor?[Leaves.Length]
                : Autodiff.Gradient(recorded.ToArray(), Leaves, seeds.ToArray(), retainGraph, createGraph, UnusedInputs.Null);
        }

        private static int Size(Tensor[] tensors)
        {
            var size = 0;
            foreach (var t in tensors) size += t.Size;
            return size;
        }
    }

    /// <summary>The floating inputs' places among all.</summary>
    public int[] Floating { get; } = FloatingOf(inputs);

    /// <summary>A floating input.</summary>
    public Tensor Input(int leaf) => inputs[Floating[leaf]];

    /// <summary>Evaluates and records at the point, or with one floating input replaced.</summary>
    public Recording Record(int leaf = -1, double[]? elements = null)
    {
        var arguments = new Tensor[inputs.Length];
        var leaves = new Tensor[Floating.Length];
        for (var i = 0; i < inputs.Length; i++) arguments[i] = inputs[i].Detach().Clone();
        for (var i = 0; i < leaves.Length; i++)
        {
            var original = inputs[Floating[i]];
            leaves[i] = (i == leaf ? Tensor.From(elements, original.Shape) : arguments[Floating[i]]).WithGrad();
            arguments[Floating[i]] = leaves[i];
        }
        return new Recording(leaves, FloatingOutputs(function(arguments)));
    }

    /// <summary>The gradient as a function of the inputs and the upstream gradient, whose own gradient is the next order.</summary>
    public CheckedFunction Gradient(ReadOnlySpan<Tensor> upstream)
    {
        var (count, floating) = (inputs.Length, Floating);
        return new CheckedFunction(
            z =>
            {
                var leaves = new Tensor[floating.Length];
                for (var i = 0; i < leaves.Length; i++) leaves[i] = z[floating[i]];
                var recording = new Recording(leaves, FloatingOutputs(function(z[..count])));
                var gradients = recording.Pull(z.AsSpan(count), createGraph: true);
                for (var i = 0; i < leaves.Length; i++) gradients[i] ??= Tensor.Zeros(leaves[i].Shape, DType.Float64);
                return gradients!;
            },
            [.. inputs, .. upstream]);
    }

    private static Tensor[] FloatingOutputs(Tensor[] outputs)
    {
        var floating = new List<Tensor>(outputs.Length);
        for (var k = 0; k < outputs.Length; k++)
        {
            if (outputs[k] is null) throw new ArgumentException($"GradCheck: output {k} of the function is null.", nameof(function));
            if (outputs[k].DType == DType.Float32)
                throw new ArgumentException($"GradCheck: output {k} {outputs[k].Shape} of the function is Float32, whose rounding hides the differences that are compared: compute it in Float64.", nameof(function));
            if (outputs[k].DType == DType.Float64) floating.Add(outputs[k]);
        }
        if (floating.Count == 0) throw new ArgumentException("GradCheck: the function has no Float64 output to differentiate.", nameof(function));
        return [.. floating];
    }

    private static int[] FloatingOf(Tensor[] inputs)
    {
        var floating = new List<int>(inputs.Length);
        for (var i = 0; i < inputs.Length; i++)
            if (inputs[i].DType.IsFloating) floating.Add(i);
        return [.. floating];
    }
}
