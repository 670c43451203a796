namespace AutoGrad.Optim;

/// <summary>Makes gradients smaller where they are too large, between <c>Backward()</c> and <c>Step()</c>.</summary>
/// <remarks>Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013.</remarks>
public static class GradientClipping
{
    // keeps the factor finite where all gradients are zero; PyTorch's number
    private const double Tiny = 1e-6;

    /// <summary>Scales all gradients by one factor, so that together they are no longer than <paramref name="maxNorm"/>.</summary>
    /// <remarks>The length is √(Σ g²) over all gradients, added up in double precision.</remarks>
    /// <param name="parameters">The parameters; one without a gradient is skipped.</param>
    /// <param name="maxNorm">The greatest length allowed.</param>
    /// <returns>The length before. Where it is infinite or NaN, the gradients are left as they were: look at it before you step.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNorm"/> is negative or NaN.</exception>
    public static double ByNorm(IEnumerable<Tensor> parameters, double maxNorm)
    {
        var clipped = WithGradients(parameters, maxNorm, nameof(maxNorm));
        var sum = 0.0;
        foreach (var parameter in clipped) sum += SumOfSquares(parameter.Grad!);
        var norm = Math.Sqrt(sum);
        var factor = maxNorm / (norm + Tiny);
        if (!double.IsFinite(norm) || factor >= 1) return norm;
        using var scope = GradMode.NoGrad();
        foreach (var parameter in clipped) parameter.Grad = parameter.Grad! * factor;
        return norm;
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

    private static double SumOfSquares(Tensor gradient)
    {
        if (gradient.DType == DType.Float64) return TensorPrimitives.SumOfSquares(gradient.Span<double>());
        var sum = 0.0;
        foreach (var g in gradient.Span<float>()) sum += (double)g * g;
        return sum;
    }
}
