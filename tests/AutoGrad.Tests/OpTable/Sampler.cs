namespace AutoGrad.Tests.OpTable;

/// <summary>Draws test inputs: float64 values on a grid of 1/1024, which float32 holds exactly.</summary>
public sealed class Sampler(int seed)
{
    private readonly Random _random = new(seed);

    public double Value(double low, double high) => Math.Round((low + _random.NextDouble() * (high - low)) * 1024) / 1024;

    /// <summary>Values of [low, high], none closer than 1/16 to the points to avoid.</summary>
    public Tensor Floats(int[] extents, double low = -2, double high = 2, params double[] avoid)
    {
        var data = new double[extents.Aggregate(1, (a, b) => a * b)];
        for (var i = 0; i < data.Length; i++)
            do data[i] = Value(low, high);
            while (avoid.Any(p => Math.Abs(data[i] - p) < 1.0 / 16));
        return Tensor.From(data, new Shape(extents));
    }

    /// <summary>Values without ties, at least 1/16 apart.</summary>
    public Tensor Distinct(params int[] extents)
    {
        var n = extents.Aggregate(1, (a, b) => a * b);
        var order = Enumerable.Range(0, n).ToArray();
        _random.Shuffle(order);
        return Tensor.From(Array.ConvertAll(order, i => (i - n / 2) / 8.0 + Value(-1.0 / 64, 1.0 / 64)), new Shape(extents));
    }

    /// <summary>Int64 values of [low, high).</summary>
    public Tensor Integers(int[] extents, long low, long high)
    {
        var data = new long[extents.Aggregate(1, (a, b) => a * b)];
        for (var i = 0; i < data.Length; i++) data[i] = _random.NextInt64(low, high);
        return Tensor.From(data, new Shape(extents));
    }

    public Tensor Truths(params int[] extents)
    {
        var data = new bool[extents.Aggregate(1, (a, b) => a * b)];
        for (var i = 0; i < data.Length; i++) data[i] = _random.Next(2) == 0;
        return Tensor.From(data, new Shape(extents));
    }
}
