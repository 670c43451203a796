namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Several axes put at other places; the others keep their order.</summary>
    /// <param name="from">The axes, each from 0 or from the end when negative.</param>
    /// <param name="to">Where each of them will be in the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">An axis or a place is given twice, or there are not as many places as axes.</exception>
    public Tensor MoveAxis(ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        if (from.Length != to.Length) throw new ArgumentException($"MoveAxis: {from.Length} axes for {to.Length} places.{NameScope.Suffix}", nameof(to));
        if (from.IsEmpty) return this;
        var (moved, taken, order) = (Guard.Axes("MoveAxis", from, Shape), Guard.Axes("MoveAxis", to, Shape), new int[Rank]);
        for (var (place, axis) = (0, 0); place < order.Length; place++)
        {
            if (taken[place]) continue;
            while (moved[axis]) axis++;
            order[place] = axis++;
        }
        for (var i = 0; i < from.Length; i++) order[Guard.Axis("MoveAxis", to[i], Shape)] = Guard.Axis("MoveAxis", from[i], Shape);
        return Permute(order);
    }
}
