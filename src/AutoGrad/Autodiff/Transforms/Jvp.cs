namespace AutoGrad;

public static partial class Autodiff
{
    /// <summary>A function of one tensor at a point, and its Jacobian-vector product there: forward mode, J t, the derivative along t.</summary>
    /// <remarks>The tangent is pushed through the function's ops in the order they ran. No pass goes back, whatever the number of results.</remarks>
    /// <param name="function">Takes a tensor to a tensor.</param>
    /// <param name="x">The point: Float32 or Float64.</param>
    /// <param name="tangent">The direction, in the shape of <paramref name="x"/>.</param>
    /// <returns>The value, and its tangent in the same shape; zeros where the function does not depend on <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> or the function's result is not Float32 or Float64, or <paramref name="tangent"/> has another element type.</exception>
    /// <exception cref="ShapeMismatchException"><paramref name="tangent"/> has another shape.</exception>
    /// <exception cref="NotSupportedException">An op on the way has no derivative.</exception>
    public static (Tensor Value, Tensor Tangent) Jvp(Func<Tensor, Tensor> function, Tensor x, Tensor tangent)
    {
        ArgumentNullException.ThrowIfNull(function);
        var (values, tangents) = Jvp(t => (Tensor[])[function(t[0])], [x], [tangent]);
        return (values[0], tangents[0]);
    }

    /// <summary>A function of several tensors at a point, and its Jacobian-vector product there: forward mode, Σ Jᵢ tᵢ.</summary>
    /// <inheritdoc cref="Jvp(Func{Tensor, Tensor}, Tensor, Tensor)"/>
    /// <param name="function">Takes tensors to a tensor.</param>
    /// <param name="x">The point.</param>
    /// <param name="tangents">The direction: one tensor an input, in its shape.</param>
    public static (Tensor Value, Tensor Tangent) Jvp(Func<Tensor[], Tensor> function, Tensor[] x, Tensor[] tangents)
    {
        ArgumentNullException.ThrowIfNull(function);
        var (values, pushed) = Jvp(t => (Tensor[])[function(t)], x, tangents);
        return (values[0], pushed[0]);
    }

    /// <summary>A function of several tensors and several results at a point, and its Jacobian-vector product there: forward mode.</summary>
    /// <inheritdoc cref="Jvp(Func{Tensor, Tensor}, Tensor, Tensor)"/>
    /// <param name="function">Takes tensors to tensors.</param>
    /// <param name="x">The point.</param>
    /// <param name="tangents">The direction: one tensor an input, in its shape.</param>
    public static (Tensor[] Values, Tensor[] Tangents) Jvp(Func<Tensor[], Tensor[]> function, Tensor[] x, Tensor[] tangents)
    {
        ArgumentNullException.ThrowIfNull(x);
        Fitting("Jvp", "tangent", tangents, x);
        var trace = Trace.Of("Jvp", function, x);
        return (trace.Values, trace.Push(tangents));
    }
}
