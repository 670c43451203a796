namespace AutoGrad.Optim;

/// <summary>Makes gradients smaller where they are too large, between <c>Backward()</c> and <c>Step()</c>.</summary>
/// <remarks>Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013.</remarks>
public static class GradientClipping
{
    // keeps the factor finite where all gradients are zero; PyTorch's number
    private const double Tiny = 1e-6;

    /// <summary>Scales all gradients by one factor, so that together they are no longer than <paramref name="maxNorm"/>.</summary>
    /// <remarks>The length is √(Σ g²) over all gradients, added up in double precision; of another order p, (Σ |g|ᵖ)^(1/p), or max |g|.</remarks>
    /// <param name="parameters">The parameters; one without a gradient is skipped.</param>
    /// <param name="maxNorm">The greatest length allowed.</param>
    /// <param name="order">The order p of the norm: positive, and infinity for the largest element.</param>
    /// <param name="errorIfNonFinite">Whether a length that is infinite or NaN is an exception.</param>
    /// <returns>The length before. Where it is infinite or NaN, the gradients are left as they were: look at it before you step.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNorm"/> is negative or NaN, or <paramref name="order"/> is not positive.</exception>
    /// <exception cref="InvalidOperationException">The length is not finite, and <paramref name="errorIfNonFinite"/> was set. The gradients are left as they were.</exception>
    public static double ByNorm(IEnumerable<Tensor> parameters, double maxNorm, double order = 2, bool errorIfNonFinite = false)
    {
        if (!(order > 0)) throw new ArgumentOutOfRangeException(nameof(order), order, "The order of a norm must be positive.");
        var clipped = WithGradients(parameters, maxNorm, nameof(maxNorm));
        var norm = Norm(clipped, order);
        if (errorIfNonFinite && !double.IsFinite(norm)) throw new InvalidOperationException($"GradientClipping.ByNorm: the norm of the gradients is {norm}, so they cannot be scaled.");
        var factor = maxNorm / (norm + Tiny);
        if (!double.IsFinite(norm) || factor >= 1) return norm;
        using var scope = GradMode.NoGrad();
        foreach (var parameter in clipped) parameter.Grad = parameter.Grad! * factor;
        return norm;
    }

    /// <summary>The length of all gradients together; nothing is changed.</summary>
    /// <param name="parameters">The parameters; one without a gradient is skipped.</param>
    /// <param name="order">The order p of the norm: positive, and infinity for the largest element.</param>
    /// <returns>√(Σ g²), or (Σ |g|ᵖ)^(1/p); 0 without any gradient.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="order"/> is not positive.</exception>
    public static double TotalNorm(IEnumerable<Tensor> parameters, double order = 2)
    {
        if (!(order > 0)) throw new ArgumentOutOfRangeException(nameof(order), order, "The order of a norm must be positive.");
        return Norm(WithGradients(parameters, 0, nameof(parameters)), order);
    }

    /// <summary>Puts every element of every gradient between −<paramref name="limit"/> and <paramref name="limit"/>.</summary>
    /// <param name="parameters">The parameters; one without a gradient is skipped.</param>
    /// <param name="limit">The greatest size of an element. A NaN stays one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative or NaN.</exception>
    public static void ByValue(IEnumerable<Tensor> parameters, double limit)
    {
        var clipped = WithGradients(parameters, limit, nameof(limit));
        using var scope = GradMode.NoGrad();
        foreach (var parameter in clipped) parameter.Grad = parameter.Grad!.Clamp(-limit, limit);
    }

    private static List<Tensor> WithGradients(IEnumerable<Tensor> parameters, double limit, string name)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(limit >= 0)) throw new ArgumentOutOfRangeException(name, limit, $"{name} must not be negative.");
        var list = new List<Tensor>();
        foreach (var parameter in parameters)
            if (parameter.Grad is not null) list.Add(parameter);
        return list;
    }

    private static double Norm(List<Tensor> parameters, double order)
    {
        var sum = 0.0;
        if (double.IsPositiveInfinity(order))
        {
            foreach (var parameter in parameters)
                for (var i = 0; i < parameter.Size; i++)
                {
                    var size = Math.Abs(parameter.Grad!.ElementAt(i));
                    if (!(size <= sum)) sum = size;
                    if (double.IsNaN(sum)) return sum;
                }
            return sum;
        }
        foreach (var parameter in parameters) sum += order == 2 ? SumOfSquares(parameter.Grad!) : SumOfPowers(parameter.Grad!, order);
        return order == 2 ? Math.Sqrt(sum) : Math.Pow(sum, 1 / order);
    }

    private static double SumOfPowers(Tensor gradient, double order)
    {
        var sum = 0.0;
        for (var i = 0; i < gradient.Size; i++) sum += Math.Pow(Math.Abs(gradient.ElementAt(i)), order);
        return sum;
    }

    private static double SumOfSquares(Tensor gradient)
    {
        if (gradient.DType == DType.Float64) return TensorPrimitives.SumOfSquares(gradient.Span<double>());
        var sum = 0.0;
        foreach (var g in gradient.Span<float>()) sum += (double)g * g;
        return sum;
    }
}
