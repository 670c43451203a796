namespace AutoGrad.Nn;

/// <summary>A trainable leaf of a module: a tensor that requires a gradient, owns its elements, and changes in place.</summary>
/// <remarks>
/// It stays the same object for its whole life: optimizers change its elements, <see cref="Module.To"/> its element type,
/// and everything that refers to it sees the change.
/// </remarks>
public sealed class Parameter : Tensor
{
    /// <summary>Creates a parameter.</summary>
    /// <param name="initial">The first value; it is copied, so that nothing else shares the elements.</param>
    /// <exception cref="ArgumentException"><paramref name="initial"/> is not Float32 or Float64.</exception>
    public Parameter(Tensor initial) : base(Copy(initial)) => RequiresGrad = true;

    private static Tensor Copy(Tensor initial)
    {
        ArgumentNullException.ThrowIfNull(initial);
        if (!initial.DType.IsFloating)
            throw new ArgumentException($"A parameter is Float32 or Float64, not {initial.DType}: convert with .To(DType.Float32).", nameof(initial));
        return initial.Detach().Clone();
    }
}
