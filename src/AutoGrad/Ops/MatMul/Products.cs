namespace AutoGrad.Ops;

/// <summary>Ops that are linear in each of two inputs.</summary>
internal static class Products
{
    /// <summary>d(x ∘ y) = dx ∘ y + x ∘ dy.</summary>
    public static Tensor Tangent(NaryOp product, Saved saved, ReadOnlySpan<Tensor?> t) => (t[0], t[1]) switch
    {
        ({ } x, null) => product.Apply(x, saved.X(1)),
        (null, { } y) => product.Apply(saved.X(0), y),
        var (x, y) => product.Apply(x!, saved.X(1)) + product.Apply(saved.X(0), y!),
    };
}
