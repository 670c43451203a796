namespace AutoGrad.Nn;

/// <summary>Sums over parameters to add to a loss, so that training keeps them small.</summary>
/// <remarks>
/// <code>
/// var loss = Loss.Mse(model.Call(x), y) + Penalty.L2(model.Parameters(), 1e-4);
/// </code>
/// Decay by an optimizer is the other way; see <see cref="Module.SplitForWeightDecay"/> for what to leave out of either.
/// </remarks>
public static class Penalty
{
    /// <summary>factor · Σ |w|: drives single weights to 0 (lasso; Tibshirani, 1996).</summary>
    /// <param name="parameters">What to keep small; at least one, of one element type.</param>
    /// <param name="factor">The factor; not negative.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">There are no parameters, or their element types differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is negative or not finite.</exception>
    public static Tensor L1(IEnumerable<Tensor> parameters, double factor) => Sum("L1", parameters, factor, static w => w.Abs().Sum());

    /// <summary>factor · Σ w²: keeps all weights small (ridge; Hoerl and Kennard, 1970). PyTorch's <c>weight_decay</c> d of plain SGD is the factor d/2.</summary>
    /// <inheritdoc cref="L1"/>
    public static Tensor L2(IEnumerable<Tensor> parameters, double factor) => Sum("L2", parameters, factor, static w => w.Square().Sum());

    private static Tensor Sum(string name, IEnumerable<Tensor> parameters, double factor, Func<Tensor, Tensor> of)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(factor >= 0 && double.IsFinite(factor))) throw new ArgumentOutOfRangeException(nameof(factor), factor, $"Penalty.{name}: the factor is finite and not negative.");
        Tensor? sum = null;
        foreach (var parameter in parameters) sum = sum is null ? of(parameter) : sum + of(parameter);
        return sum is null ? throw new ArgumentException($"Penalty.{name}: there are no parameters.", nameof(parameters)) : sum * factor;
    }
}
