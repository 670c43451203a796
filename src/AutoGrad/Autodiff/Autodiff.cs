namespace AutoGrad;

/// <summary>Differentiation as a function: gradients are returned, and <see cref="Tensor.Grad"/> is left alone.</summary>
public static partial class Autodiff
{
    /// <summary>The gradient of one output with respect to one input.</summary>
    /// <param name="output">What to differentiate.</param>
    /// <param name="input">What to differentiate by: a leaf that requires a gradient, or a result on the way.</param>
    /// <param name="upstream">The upstream gradient of <paramref name="output"/>; null for 1, which only one element allows.</param>
    /// <param name="retainGraph">Keep what the ops saved for another pass; null means the same as <paramref name="createGraph"/>.</param>
    /// <param name="createGraph">Record the pass, so that the gradient can be differentiated again.</param>
    /// <returns>A tensor in the shape of <paramref name="input"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="input"/> requires no gradient, or <paramref name="upstream"/> has another element type.</exception>
    /// <exception cref="InvalidOperationException">See <see cref="Tensor.Backward"/>; also when <paramref name="output"/> does not depend on <paramref name="input"/>.</exception>
    /// <exception cref="ShapeMismatchException"><paramref name="upstream"/> has another shape.</exception>
    /// <exception cref="NotSupportedException">An op on the way has no derivative.</exception>
    public static Tensor Gradient(Tensor output, Tensor input, Tensor? upstream = null, bool? retainGraph = null, bool createGraph = false) =>
        Gradient([output], [input], [upstream], retainGraph, createGraph)[0];

    /// <summary>The gradients of one output with respect to several inputs.</summary>
    /// <param name="output">What to differentiate.</param>
    /// <param name="inputs">What to differentiate by: leaves that require a gradient, or results on the way.</param>
    /// <param name="upstream">The upstream gradient of <paramref name="output"/>; null for 1, which only one element allows.</param>
    /// <param name="retainGraph">Keep what the ops saved for another pass; null means the same as <paramref name="createGraph"/>.</param>
    /// <param name="createGraph">Record the pass, so that the gradients can be differentiated again.</param>
    /// <param name="unused">What to answer for an input that the output does not depend on.</param>
    /// <returns>One tensor an input, in its shape; null only where <see cref="UnusedInputs.Null"/> asks for it.</returns>
    /// <inheritdoc cref="Gradient(Tensor, Tensor, Tensor, bool?, bool)" path="/exception"/>
    public static Tensor[] Gradient(
        Tensor output, ReadOnlySpan<Tensor> inputs, Tensor? upstream = null,
        bool? retainGraph = null, bool createGraph = false, UnusedInputs unused = UnusedInputs.Throw) =>
        Gradient([output], inputs, [upstream], retainGraph, createGraph, unused);

    /// <summary>The gradients of the sum of several outputs, each times its upstream gradient, with respect to several inputs.</summary>
    /// <param name="outputs">What to differentiate.</param>
    /// <param name="inputs">What to differentiate by: leaves that require a gradient, or results on the way.</param>
    /// <param name="upstream">One upstream gradient an output, null for 1; empty for 1 everywhere.</param>
    /// <param name="retainGraph">Keep what the ops saved for another pass; null means the same as <paramref name="createGraph"/>.</param>
    /// <param name="createGraph">Record the pass, so that the gradients can be differentiated again.</param>
    /// <param name="unused">What to answer for an input that the outputs do not depend on.</param>
    /// <returns>One tensor an input, in its shape; null only where <see cref="UnusedInputs.Null"/> asks for it.</returns>
    /// <inheritdoc cref="Gradient(Tensor, Tensor, Tensor, bool?, bool)" path="/exception"/>
    public static Tensor[] Gradient(
        ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor?> upstream = default,
        bool? retainGraph = null, bool createGraph = false, UnusedInputs unused = UnusedInputs.Throw)
    {
        if (outputs.IsEmpty) throw new ArgumentException("Gradient: there is no output to differentiate.", nameof(outputs));
        if (!upstream.IsEmpty && upstream.Length != outputs.Length)
            throw new ArgumentException($"Gradient: {upstream.Length} upstream gradients for {outputs.Length} outputs.", nameof(upstream));
        if (inputs.IsEmpty) return [];
        if (Indirection.LevelOf(outputs) is not null || Indirection.LevelOf(inputs) is not null) return GradientOfBatch(outputs, inputs, upstream, retainGraph, createGraph, unused);
        for (var i = 0; i < inputs.Length; i++)
            if (!inputs[i].RequiresGrad)
                throw new ArgumentException($"Gradient: input {i} {inputs[i].Shape} requires no gradient: call WithGrad() on it before computing the outputs.", nameof(inputs));
        var seeds = new Tensor[outputs.Length];
        for (var i = 0; i < seeds.Length; i++) seeds[i] = Seed("Gradient", outputs[i], upstream.IsEmpty ? null : upstream[i], createGraph);
        return Pass(outputs, inputs, seeds, retainGraph ?? createGraph, createGraph, unused);
    }

    /// <summary>One backward pass from checked seeds towards inputs that have a place in the graph.</summary>
    internal static Tensor[] Pass(ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> seeds, bool retainGraph, bool createGraph, UnusedInputs unused)
    {
        var pass = BackwardPass.Begin();
        try
        {
            return Answer(pass.Run(outputs, seeds, inputs, createGraph, retainGraph), outputs, inputs, unused);
        }
        finally
        {
            pass.End();
        }
    }

    /// <summary>The gradients of outputs with respect to inputs that are taken as independent of one another, added to sums; null where there is neither.</summary>
    internal static Tensor?[] Partial(ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> upstream, ReadOnlySpan<Tensor?> sums, bool createGraph)
    {
        var pass = BackwardPass.Begin();
        try
        {
            return pass.Run(outputs, upstream, inputs, createGraph, retainGraph: createGraph, stop: true, sums);
        }
        finally
        {
            pass.End();
        }
    }

    // the graph of a batch is one of plain tensors; an input without a copy for each sample has no gradient for each
    private static Tensor[] GradientOfBatch(
        ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor?> upstream, bool? retainGraph, bool createGraph, UnusedInputs unused)
    {
        var level = BatchLevel.Current;
        var (plain, targets, seeds) = (new Tensor[outputs.Length], new Tensor[inputs.Length], new Tensor[outputs.Length]);
        for (var i = 0; i < inputs.Length; i++) targets[i] = Levels.IsWhole(level, inputs[i]) ? Levels.Strip(level, inputs[i]) : throw new BatchedValueException();
        for (var i = 0; i < plain.Length; i++)
        {
            seeds[i] = Levels.Strip(level, Seed("Gradient", outputs[i], upstream.IsEmpty ? null : upstream[i], createGraph));
            plain[i] = Levels.IsWhole(level, outputs[i]) ? Levels.Strip(level, outputs[i]) : throw new BatchedValueException();
        }
        var gradients = Gradient(plain, targets, seeds, retainGraph, createGraph, unused);
        return Array.ConvertAll(gradients, g => g is null ? null! : Levels.Wrap(level, g));
    }

    private static Tensor[] Answer(Tensor?[] gradients, ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> inputs, UnusedInputs unused)
    {
        for (var i = 0; i < gradients.Length; i++)
        {
            if (gradients[i] is { } gradient)
            {
                gradient.IsScratch = false;
                if (gradient.IsChangeable) gradients[i] = gradient.Clone();      // never the caller's own tensor
            }
            else
                gradients[i] = unused switch
                {
                    UnusedInputs.Null => null,
                    UnusedInputs.Zeros => Tensor.Zeros(inputs[i].Shape, inputs[i].DType),
                    _ => throw new InvalidOperationException($"Gradient: the outputs {Shapes(outputs)} do not depend on input {i} {inputs[i].Shape}. Pass UnusedInputs.Null or UnusedInputs.Zeros if that is meant."),
                };
        }
        return gradients!;
    }

    /// <summary>The gradient a pass starts from, checked.</summary>
    internal static Tensor Seed(string op, Tensor output, Tensor? gradient, bool createGraph)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!output.RequiresGrad)
            throw MistakePage.State(MistakePage.GradientIsNull,
                $"{op}: the result {output.Shape} depends on nothing that requires a gradient. Call WithGrad() on a leaf before computing, and compute outside of GradMode.NoGrad().");
        if (gradient is null)
        {
            if (output.Size != 1)
                throw MistakePage.State(MistakePage.NotAScalar, $"{op}: the result has shape {output.Shape}; only a tensor of one element has an implicit upstream gradient of 1. Reduce it (Sum, Mean), or pass one of that shape.");
            return Tensor.Full(output.Shape, 1, output.DType);
        }
        if (gradient.Shape != output.Shape) throw new ShapeMismatchException(op, output.Shape, gradient.Shape, "the upstream gradient has the shape of the result");
        if (gradient.DType != output.DType)
            throw new ArgumentException($"{op}: the result is {output.DType}, the upstream gradient {gradient.DType}: convert it with .To(DType.{output.DType}).", nameof(gradient));
        return createGraph || gradient.Node is null ? gradient : gradient.Detach();
    }

    private static string Shapes(ReadOnlySpan<Tensor> tensors)
    {
        var shapes = new string[tensors.Length];
        for (var i = 0; i < shapes.Length; i++) shapes[i] = tensors[i].Shape.ToString();
        return string.Join(", ", shapes);
    }
}
