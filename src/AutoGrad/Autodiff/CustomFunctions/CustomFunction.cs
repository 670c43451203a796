namespace AutoGrad;

/// <summary>A differentiable function with a rule of the user's own, made by <c>Autodiff.Custom</c>.</summary>
public sealed class CustomFunction
{
    private readonly Func<CustomContext, Tensor[], Tensor[]> _forward;
    private readonly Func<CustomContext, Tensor[], Tensor?[]> _backward;

    internal CustomFunction(string name, Func<CustomContext, Tensor[], Tensor[]> forward, Func<CustomContext, Tensor[], Tensor?[]> backward) =>
        (Name, _forward, _backward) = (name, forward, backward);

    /// <summary>The name in messages.</summary>
    public string Name { get; }

    /// <summary>Applies a function of one output.</summary>
    /// <param name="x">The inputs.</param>
    /// <exception cref="InvalidOperationException">The forward part returned no output or several.</exception>
    public Tensor Apply(params ReadOnlySpan<Tensor> x)
    {
        var y = ApplyMany(x);
        return y.Length == 1 ? y[0] : throw new InvalidOperationException($"{Name}: its forward part returned {y.Length} outputs: call ApplyMany.");
    }

    /// <summary>Applies a function of any number of outputs.</summary>
    /// <param name="x">The inputs.</param>
    /// <exception cref="InvalidOperationException">The forward part returned null.</exception>
    public Tensor[] ApplyMany(params ReadOnlySpan<Tensor> x)
    {
        var inputs = x.ToArray();
        foreach (var t in inputs) ArgumentNullException.ThrowIfNull(t, nameof(x));
        BatchLevel.NeedSamples();       // the rule is the user's, and knows single samples
        var context = new CustomContext(Name);
        Tensor[] y;
        using (OpObserver.Paused())
        using (GradMode.NoGrad())
            y = _forward(context, inputs) ?? throw new InvalidOperationException($"{Name}: its forward part returned null.");
        y = [.. y];
        for (var i = 0; i < y.Length; i++)
        {
            if (y[i] is null) throw new InvalidOperationException($"{Name}: output {i} of its forward part is null.");
            // a result is a tensor of its own: not an input, not another output, not somebody's leaf
            var isInput = Array.IndexOf(inputs, y[i]) >= 0;
            if (isInput || y[i].Node is not null || y[i].IsChangeable || Array.IndexOf(y, y[i]) < i) y[i] = Apart(context, y[i], isInput);
        }
        if (y.Length > 0 && GradMode.Enabled && Array.Exists(inputs, t => t.Node is not null)) CustomNode.Record(context, _backward, inputs, y);
        if (OpObserver.Any)
            foreach (var output in y) OpObserver.Show(output.Node?.Op ?? new JointOp(Name), inputs, output);
        return y;
    }

    private static Tensor Apart(CustomContext context, Tensor y, bool isInput)
    {
        var own = y.View(y.Shape, 0);
        if (!isInput) context.Retarget(y, own);
        if (context.IsConstant(y)) context.MarkNonDifferentiable(own);
        return own;
    }
}

public static partial class Autodiff
{
    /// <summary>A function of one input and one output with a gradient of your own.</summary>
    /// <remarks>
    /// <code>
    /// var softplus = Autodiff.Custom(x => x.Exp().Log1p(), (x, y, g) => g * x.Sigmoid());
    /// </code>
    /// The rule speaks tensor operations, so it can be differentiated again, through both x and y.
    /// </remarks>
    /// <param name="forward">Computes y from x; nothing inside is recorded.</param>
    /// <param name="backward">From x, y and the upstream gradient g, in the shape of y: the gradient of x, in the shape of x.</param>
    /// <param name="name">The name in messages.</param>
    /// <returns>The function.</returns>
    public static Func<Tensor, Tensor> Custom(Func<Tensor, Tensor> forward, Func<Tensor, Tensor, Tensor, Tensor> backward, string name = "Custom")
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        var function = new CustomFunction(name,
            (context, x) =>
            {
                var y = forward(x[0]);
                if (ReferenceEquals(x[0], y)) y = y.Detach();
                if (y is not null) context.Save(x[0], y);
                return [y!];
            },
            (context, g) => context.Saved is [var x, var y] ? [backward(x, y, g[0])] : []);
        return x => function.Apply(x);
    }

    /// <summary>A function of any inputs and outputs with gradients of your own.</summary>
    /// <param name="forward">Computes the outputs from the inputs, and saves what <paramref name="backward"/> will read. Nothing inside is recorded.</param>
    /// <param name="backward">From the upstream gradient of each output (zeros for one that nobody used): one gradient an input, in its shape and element type; null only for an input that requires none.</param>
    /// <param name="name">The name in messages.</param>
    /// <returns>The function.</returns>
    public static CustomFunction Custom(Func<CustomContext, Tensor[], Tensor[]> forward, Func<CustomContext, Tensor[], Tensor?[]> backward, string name = "Custom")
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        return new CustomFunction(name, forward, backward);
    }
}
