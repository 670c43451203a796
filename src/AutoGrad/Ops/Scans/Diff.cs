namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The differences of neighbours along an axis, x₁ − x₀, x₂ − x₁, ..., taken n times over; for truth values, whether they differ.</summary>
    /// <param name="n">How often; the axis shrinks by one each time, down to nothing.</param>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="prepend">What to put in front along the axis; null for nothing.</param>
    /// <param name="append">What to put behind along the axis; null for nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or <paramref name="n"/> is negative.</exception>
    /// <exception cref="ShapeMismatchException">What is put in front or behind differs in another axis.</exception>
    /// <exception cref="ArgumentException">The element types differ.</exception>
    public Tensor Diff(int n = 1, int axis = -1, Tensor? prepend = null, Tensor? append = null)
    {
        var at = Guard.Axis("Diff", axis, Shape);
        if (n < 0) throw new ArgumentOutOfRangeException(nameof(n), n, $"Diff: how often cannot be negative.{NameScope.Suffix}");
        var x = this;
        if (prepend is not null) x = Concat([prepend, x], at);
        if (append is not null) x = Concat([x, append], at);
        for (; n > 0 && x.Shape[at] > 0; n--)
        {
            var rest = x.Shape[at] - 1;
            var (after, before) = (x.Narrow(at, 1, rest), x.Narrow(at, 0, rest));
            x = x.DType == DType.Bool ? after ^ before : after - before;
        }
        return x;
    }
}
