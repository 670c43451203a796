namespace AutoGrad;

public static partial class Autodiff
{
    /// <summary>A function of one tensor at a point, and its vector-Jacobian product there: reverse mode, Jᵀ g.</summary>
    /// <remarks>The function runs once; the pullback may be called as often as wanted, also inside <see cref="Vmap(Func{Tensor, Tensor}, int?, int)"/>.</remarks>
    /// <param name="function">Takes a tensor to a tensor.</param>
    /// <param name="x">The point: Float32 or Float64.</param>
    /// <returns>The value, and the function from an upstream gradient in the value's shape to the gradient in the shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> or the function's result is not Float32 or Float64.</exception>
    /// <exception cref="NotSupportedException">An op on the way has no derivative.</exception>
    public static (Tensor Value, Func<Tensor, Tensor> Pullback) Vjp(Func<Tensor, Tensor> function, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(function);
        var (values, pullback) = Vjp(t => (Tensor[])[function(t[0])], [x]);
        return (values[0], g => pullback([g])[0]);
    }

    /// <summary>A function of several tensors at a point, and its vector-Jacobian product there: reverse mode, Jᵀ g.</summary>
    /// <inheritdoc cref="Vjp(Func{Tensor, Tensor}, Tensor)"/>
    /// <param name="function">Takes tensors to a tensor.</param>
    /// <param name="x">The point.</param>
    public static (Tensor Value, Func<Tensor, Tensor[]> Pullback) Vjp(Func<Tensor[], Tensor> function, Tensor[] x)
    {
        ArgumentNullException.ThrowIfNull(function);
        var (values, pullback) = Vjp(t => (Tensor[])[function(t)], x);
        return (values[0], g => pullback([g]));
    }

    /// <summary>A function of several tensors and several results at a point, and its vector-Jacobian product there: reverse mode, Jᵀ g.</summary>
    /// <inheritdoc cref="Vjp(Func{Tensor, Tensor}, Tensor)"/>
    /// <param name="function">Takes tensors to tensors.</param>
    /// <param name="x">The point.</param>
    public static (Tensor[] Values, Func<Tensor[], Tensor[]> Pullback) Vjp(Func<Tensor[], Tensor[]> function, Tensor[] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var trace = Trace.Of("Vjp", function, x);
        return (trace.Values, g =>
        {
            Fitting("Vjp", "upstream gradient", g, trace.Values);
            return trace.Pull(g);
        }
        );
    }

    /// <summary>Refuses tensors that are not of the shapes and element types they belong to.</summary>
    private static void Fitting(string op, string what, Tensor[] given, ReadOnlySpan<Tensor> like)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Length != like.Length) throw new ArgumentException($"{op}: {given.Length} tensors as {what} for {like.Length}: give one for each.", nameof(given));
        for (var i = 0; i < given.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(given[i], nameof(given));
            if (given[i].Shape != like[i].Shape) throw new ShapeMismatchException(op, like[i].Shape, given[i].Shape, $"{what} {i} has the shape of what it belongs to");
            if (given[i].DType != like[i].DType)
                throw new ArgumentException($"{op}: {what} {i} is {given[i].DType}, and belongs to {like[i].DType}: convert it with .To(DType.{like[i].DType}).", nameof(given));
        }
    }
}
