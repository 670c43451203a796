namespace AutoGrad;

public static partial class Autodiff
{
    /// <summary>The Hessian of a function of one tensor: ∂²f/∂x[i...]∂x[j...], forward mode over reverse mode.</summary>
    /// <param name="function">Takes a tensor to one element.</param>
    /// <param name="x">The point: Float32 or Float64.</param>
    /// <returns>A tensor in the shape of <paramref name="x"/>, twice.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> or the function's result is not Float32 or Float64.</exception>
    /// <exception cref="InvalidOperationException">The function returned several elements.</exception>
    /// <exception cref="NotSupportedException">An op on the way has no second derivative.</exception>
    public static Tensor Hessian(Func<Tensor, Tensor> function, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Jacobian(t => Gradient(function, t), x, JacobianMode.Forward);
    }

    /// <summary>The Hessian of a function of several tensors in blocks: [i][j] is ∂²f/∂xᵢ∂xⱼ.</summary>
    /// <inheritdoc cref="Hessian(Func{Tensor, Tensor}, Tensor)"/>
    /// <param name="function">Takes tensors to one element.</param>
    /// <param name="x">The point.</param>
    /// <returns>Block [i][j] has the shape of input i followed by the shape of input j.</returns>
    public static Tensor[][] Hessian(Func<Tensor[], Tensor> function, Tensor[] x)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(x);
        return Jacobians("Hessian", t => Gradient(function, t), x, JacobianMode.Forward);
    }

    /// <summary>The Hessian of a function times a vector, H v, without the Hessian: forward mode over reverse mode.</summary>
    /// <remarks>Costs a small multiple of the function. Pearlmutter, "Fast exact multiplication by the Hessian", 1994.</remarks>
    /// <param name="function">Takes a tensor to one element.</param>
    /// <param name="x">The point: Float32 or Float64.</param>
    /// <param name="vector">The vector, in the shape of <paramref name="x"/>.</param>
    /// <returns>A tensor in the shape of <paramref name="x"/>.</returns>
    /// <inheritdoc cref="Hessian(Func{Tensor, Tensor}, Tensor)" path="/exception"/>
    /// <exception cref="ShapeMismatchException"><paramref name="vector"/> has another shape.</exception>
    public static Tensor HessianVector(Func<Tensor, Tensor> function, Tensor x, Tensor vector)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Jvp(t => Gradient(function, t), x, vector).Tangent;
    }

    /// <summary>The Hessian of a function of several tensors times a vector, H v, without the Hessian.</summary>
    /// <inheritdoc cref="HessianVector(Func{Tensor, Tensor}, Tensor, Tensor)"/>
    /// <param name="function">Takes tensors to one element.</param>
    /// <param name="x">The point.</param>
    /// <param name="vector">One tensor an input, in its shape.</param>
    /// <returns>One tensor an input, in its shape.</returns>
    public static Tensor[] HessianVector(Func<Tensor[], Tensor> function, Tensor[] x, Tensor[] vector)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Jvp(t => Gradient(function, t), x, vector).Tangents;
    }

    /// <summary>A vector times the Hessian of a function, vᵀ H, without the Hessian: reverse mode over reverse mode.</summary>
    /// <remarks>The same numbers as <see cref="HessianVector(Func{Tensor, Tensor}, Tensor, Tensor)"/>, since a Hessian is symmetric, by another way.</remarks>
    /// <inheritdoc cref="HessianVector(Func{Tensor, Tensor}, Tensor, Tensor)"/>
    public static Tensor VectorHessian(Func<Tensor, Tensor> function, Tensor x, Tensor vector)
    {
        ArgumentNullException.ThrowIfNull(function);
        Fitting("VectorHessian", "vector", [vector], [x]);
        return Vjp(t => Gradient(function, t), x).Pullback(vector);
    }

    /// <summary>A vector times the Hessian of a function of several tensors, vᵀ H, without the Hessian.</summary>
    /// <inheritdoc cref="HessianVector(Func{Tensor[], Tensor}, Tensor[], Tensor[])"/>
    public static Tensor[] VectorHessian(Func<Tensor[], Tensor> function, Tensor[] x, Tensor[] vector)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(x);
        Fitting("VectorHessian", "vector", vector, x);
        return Vjp(t => Gradient(function, t), x).Pullback(vector);
    }

    /// <summary>The Laplacian of a function: Σ ∂²f/∂xᵢ², the trace of its Hessian.</summary>
    /// <inheritdoc cref="Hessian(Func{Tensor, Tensor}, Tensor)"/>
    /// <returns>A scalar.</returns>
    public static Tensor Laplacian(Func<Tensor, Tensor> function, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Hessian(function, x).Reshape(new Shape(x.Size, x.Size)).Diagonal().Sum();
    }

    /// <summary>The Laplacian of a function of several tensors: Σ ∂²f/∂xᵢ² over the elements of all of them.</summary>
    /// <inheritdoc cref="Laplacian(Func{Tensor, Tensor}, Tensor)"/>
    /// <param name="function">Takes tensors to one element.</param>
    /// <param name="x">The point; all of one element type.</param>
    public static Tensor Laplacian(Func<Tensor[], Tensor> function, Tensor[] x)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(x);
        if (x.Length == 0) throw new ArgumentException("Laplacian: no input to differentiate by: give at least one.", nameof(x));
        Tensor? sum = null;
        for (var i = 0; i < x.Length; i++)
        {
            var part = Laplacian(t => function([.. x[..i], t, .. x[(i + 1)..]]), x[i]);
            sum = sum is null ? part : sum + part;
        }
        return sum!;
    }
}
