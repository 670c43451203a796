namespace AutoGrad.Data;

/// <summary>Rows drawn at random, each in proportion to its weight.</summary>
public sealed class WeightedSampler : Sampler
{
    private readonly double[] _weights;
    private readonly bool _replacement;

    /// <summary>Creates the sampler.</summary>
    /// <param name="weights">One weight a row: finite, not negative, not all zero. They need not sum to 1.</param>
    /// <param name="count">Rows in an epoch.</param>
    /// <param name="replacement">Whether a row may be drawn more than once.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, all are zero, or more rows are to be drawn without replacement than have a weight above zero.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public WeightedSampler(IEnumerable<double> weights, int count, bool replacement = true)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        (_weights, Count, _replacement) = ([.. weights], count, replacement);
        var (sum, drawable) = (0.0, 0);
        for (var row = 0; row < _weights.Length; row++)
        {
            if (!(double.IsFinite(_weights[row]) && _weights[row] >= 0)) throw new ArgumentException($"The weight of row {row} is {_weights[row]}: weights are finite and not negative.", nameof(weights));
            sum += _weights[row];
            if (_weights[row] > 0) drawable++;
        }
        if (!(sum > 0 && double.IsFinite(sum))) throw new ArgumentException($"The {_weights.Length} weights sum to {sum}: nothing can be drawn.", nameof(weights));
        if (!replacement && count > drawable) throw new ArgumentException($"{count} rows cannot be drawn without replacement: {drawable} have a weight above zero.", nameof(count));
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>Draws each class equally often, however many rows it has.</summary>
    /// <param name="labels">The class of each row; Int32 or Int64, one axis.</param>
    /// <param name="count">Rows in an epoch; null for as many as there are.</param>
    /// <exception cref="ArgumentException"><paramref name="labels"/> are no integers on one axis.</exception>
    public static WeightedSampler Balanced(Tensor labels, int? count = null)
    {
        var classes = ClassMembers.Of(nameof(Balanced), labels);
        var weights = new double[labels.Size];
        foreach (var members in classes)
            foreach (var row in members) weights[row] = 1.0 / members.Length;
        return new WeightedSampler(weights, count ?? labels.Size);
    }

    /// <inheritdoc/>
    public override long[] Order(Generator random) => _replacement ? WithReplacement(random) : WithoutReplacement(random);

    // where a uniform number falls among the running sums
    private long[] WithReplacement(Generator random)
    {
        var (sums, sum) = (new double[_weights.Length], 0.0);
        for (var row = 0; row < sums.Length; row++) sums[row] = sum += _weights[row];
        var order = new long[Count];
        var numbers = Tensor.Rand([Count], DType.Float64, random).AsSpan<double>();
        for (var i = 0; i < order.Length; i++)
        {
            // the first sum above the number: a row of weight 0 has none between it and the one before
            int low = 0, high = sums.Length - 1;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (sums[middle] > numbers[i] * sum) high = middle;
                else low = middle + 1;
            }
            while (_weights[low] == 0) low--;      // the product was rounded up to the whole sum
            order[i] = low;
        }
        return order;
    }

    // Efraimidis and Spirakis 2006: the rows with the smallest -log(u) / weight
    private long[] WithoutReplacement(Generator random)
    {
        var numbers = Tensor.Rand([_weights.Length], DType.Float64, random).AsSpan<double>();
        var (keys, rows) = (new double[_weights.Length], new long[_weights.Length]);
        for (var row = 0; row < keys.Length; row++) (keys[row], rows[row]) = (_weights[row] > 0 ? -Math.Log(1 - numbers[row]) / _weights[row] : double.PositiveInfinity, row);
        Array.Sort(keys, rows);
        return rows[..Count];
    }
}
