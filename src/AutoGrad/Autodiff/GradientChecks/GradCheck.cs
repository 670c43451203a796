namespace AutoGrad;

/// <summary>Checks that gradients are right, by comparing them with central differences of the function's values.</summary>
/// <remarks>
/// <para>For each floating input, (f(x + h) − f(x − h)) / 2h is compared with the gradient that <see cref="Autodiff"/> computes:
/// along one random direction with a random upstream gradient, or element by element. A finding names the input, both numbers
/// and the likely cause.</para>
/// <code>
/// GradCheck.Run(x => x[0].Tanh(), [x], new() { Order = 2 }).ThrowIfFailed();
/// </code>
/// <para>Inputs must be Float64: the differences drown in the rounding of Float32. Integers and truth values are passed
/// through. The function must read its inputs from its argument. Neither the inputs nor their <see cref="Tensor.Grad"/> change.</para>
/// </remarks>
public static partial class GradCheck
{
    /// <summary>Checks a function of one output.</summary>
    /// <param name="function">The function; it is called many times, with copies of the inputs near <paramref name="inputs"/>.</param>
    /// <param name="inputs">Where to check: away from kinks, Float64, and any number of integer and truth-value tensors.</param>
    /// <param name="options">How to check; null for the defaults.</param>
    /// <returns>What was found; nothing when the gradients are right.</returns>
    /// <exception cref="ArgumentException">No input is Float64, an input is Float32, or no output is Float64.</exception>
    public static GradCheckReport Run(Func<Tensor[], Tensor> function, ReadOnlySpan<Tensor> inputs, GradCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Run(x => new[] { function(x) }, inputs, options);
    }

    /// <summary>Checks a function of several outputs.</summary>
    /// <param name="function">The function; it is called many times, with copies of the inputs near <paramref name="inputs"/>.</param>
    /// <param name="inputs">Where to check: away from kinks, Float64, and any number of integer and truth-value tensors.</param>
    /// <param name="options">How to check; null for the defaults.</param>
    /// <returns>What was found; nothing when the gradients are right.</returns>
    /// <exception cref="ArgumentException">No input is Float64, an input is Float32, or no output is Float64.</exception>
    public static GradCheckReport Run(Func<Tensor[], Tensor[]> function, ReadOnlySpan<Tensor> inputs, GradCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        options ??= new GradCheckOptions();
        var floating = 0;
        for (var i = 0; i < inputs.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(inputs[i], nameof(inputs));
            if (inputs[i].DType == DType.Float32)
                throw new ArgumentException($"GradCheck: input {i} {inputs[i].Shape} is Float32, whose rounding hides the differences that are compared: convert it with .To(DType.Float64).", nameof(inputs));
            if (inputs[i].DType == DType.Float64) floating++;
        }
        if (floating == 0) throw new ArgumentException("GradCheck: there is no Float64 input to differentiate by.", nameof(inputs));
        using (GradMode.EnableGrad())
        {
            var checks = new GradientChecks(options);
            checks.Run(new CheckedFunction(function, inputs.ToArray()), order: 1);
            return new GradCheckReport(checks.Op, options.Order, checks.Comparisons, checks.Findings);
        }
    }
}
