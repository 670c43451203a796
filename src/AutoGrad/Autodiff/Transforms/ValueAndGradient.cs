namespace AutoGrad;

public static partial class Autodiff
{
    /// <summary>The gradient of a function of one tensor at a point.</summary>
    /// <remarks>
    /// ∂f/∂x. The transforms of this class may stand inside one another, to any order: <c>Gradient(x =&gt; Gradient(f, x).Sum(), x)</c>.
    /// A result is recorded only where it depends on something outside that requires a gradient.
    /// </remarks>
    /// <param name="function">Takes a tensor to one element.</param>
    /// <param name="x">The point: Float32 or Float64; it need not require a gradient.</param>
    /// <returns>A tensor in the shape of <paramref name="x"/>; zeros where the function does not depend on it.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> or the function's result is not Float32 or Float64.</exception>
    /// <exception cref="InvalidOperationException">The function returned several elements.</exception>
    /// <exception cref="NotSupportedException">An op on the way has no derivative.</exception>
    public static Tensor Gradient(Func<Tensor, Tensor> function, Tensor x) => ValueAndGradient(function, x).Gradient;

    /// <summary>The gradients of a function of several tensors at a point.</summary>
    /// <inheritdoc cref="Gradient(Func{Tensor, Tensor}, Tensor)" path="/remarks"/>
    /// <param name="function">Takes tensors to one element.</param>
    /// <param name="x">The point: Float32 or Float64 tensors; they need not require gradients.</param>
    /// <returns>One tensor an input, in its shape; zeros where the function does not depend on it.</returns>
    /// <inheritdoc cref="Gradient(Func{Tensor, Tensor}, Tensor)" path="/exception"/>
    public static Tensor[] Gradient(Func<Tensor[], Tensor> function, Tensor[] x) => ValueAndGradient(function, x).Gradients;

    /// <summary>A function of one tensor at a point, and its gradient there.</summary>
    /// <inheritdoc cref="Gradient(Func{Tensor, Tensor}, Tensor)"/>
    public static (Tensor Value, Tensor Gradient) ValueAndGradient(Func<Tensor, Tensor> function, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(function);
        var (value, gradients) = ValueAndGradient(t => function(t[0]), [x]);
        return (value, gradients[0]);
    }

    /// <summary>A function of several tensors at a point, and its gradients there.</summary>
    /// <inheritdoc cref="Gradient(Func{Tensor[], Tensor}, Tensor[])"/>
    public static (Tensor Value, Tensor[] Gradients) ValueAndGradient(Func<Tensor[], Tensor> function, Tensor[] x)
    {
        var trace = Traced("Gradient", function, x);
        var value = trace.Values[0];
        if (value.Size != 1)
            throw new InvalidOperationException($"Gradient: the function returned {value.Shape}, and only one element has a gradient: reduce it (Sum, Mean), or use Jacobian or Vjp.");
        return (value, trace.Pull([Tensor.OnesLike(value)]));
    }

    private static Trace Traced(string op, Func<Tensor[], Tensor> function, Tensor[] x)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(x);
        return Trace.Of(op, t => [function(t)], x);
    }
}
