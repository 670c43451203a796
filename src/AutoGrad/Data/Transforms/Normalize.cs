namespace AutoGrad.Data;

/// <summary>Subtracts a mean and divides by a standard deviation, each known beforehand: (x - mean) / std.</summary>
public sealed class Normalize : Transform
{
    private readonly double[] _means, _stds;
    private readonly int _axis;

    /// <summary>One mean and one standard deviation for all elements.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="std">The standard deviation, above zero.</param>
    /// <exception cref="ArgumentException">A number is not finite, or <paramref name="std"/> is not above zero.</exception>
    public Normalize(double mean, double std) : this([mean], [std]) { }

    /// <summary>A mean and a standard deviation for each place along an axis, such as the channels of images.</summary>
    /// <param name="means">The means; a single one is for all.</param>
    /// <param name="stds">As many standard deviations, above zero.</param>
    /// <param name="axis">The axis they go along: 1 for [count, channels, ...].</param>
    /// <exception cref="ArgumentException">There are none, or not as many of both; a number is not finite, or a standard deviation is not above zero.</exception>
    public Normalize(ReadOnlySpan<double> means, ReadOnlySpan<double> stds, int axis = 1)
    {
        if (means.IsEmpty || means.Length != stds.Length) throw new ArgumentException($"Normalize: there are {means.Length} means and {stds.Length} standard deviations; both must be as many, and at least one.", nameof(stds));
        for (var i = 0; i < means.Length; i++)
            if (!double.IsFinite(means[i]) || !double.IsFinite(stds[i]) || stds[i] <= 0)
                throw new ArgumentException($"Normalize: mean {means[i]} and standard deviation {stds[i]} at {i}: both are finite, and the second above zero.", nameof(stds));
        (_means, _stds, _axis) = (means.ToArray(), stds.ToArray(), axis);
    }

    /// <summary>The means.</summary>
    public IReadOnlyList<double> Means => _means;

    /// <summary>The standard deviations.</summary>
    public IReadOnlyList<double> Stds => _stds;

    /// <summary>Measures data, so that it comes out with mean 0 and standard deviation 1 at each place along an axis.</summary>
    /// <remarks>Where all values are equal the standard deviation counts as 1, so that they come out as 0. The deviation is that of all the data, divided by n.</remarks>
    /// <param name="data">The training data, floating; others are transformed by what was measured here.</param>
    /// <param name="axis">The axis that keeps its places apart: 1 for the columns of a table or the channels of images.</param>
    /// <exception cref="ArgumentException">There are no data, or they are not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Normalize Standardize(Tensor data, int axis = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!data.DType.IsFloating) throw Guard.NeedsFloat("Standardize", data.DType);
        var at = Guard.Axis("Standardize", axis, data.Shape);
        if (data.Size == 0) throw new ArgumentException($"Standardize: there are no data to measure in {data.Shape}.", nameof(data));
        using var scope = GradMode.NoGrad();
        var rows = data.To(DType.Float64).MoveAxis(at, 0).Reshape(data.Shape[at], -1);
        var means = rows.Mean(1).ToArray<double>();
        var stds = rows.Std(1, correction: 0).ToArray<double>();
        for (var i = 0; i < stds.Length; i++)
            if (stds[i] == 0) stds[i] = 1;
        return new Normalize(means, stds, at);
    }

    /// <summary>(x - mean) / std.</summary>
    /// <param name="x">The samples, floating.</param>
    /// <param name="random">Not used.</param>
    /// <exception cref="ShapeMismatchException">The axis has another extent than there are means.</exception>
    public override Tensor Apply(Tensor x, Generator random)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DType.IsFloating) throw Guard.NeedsFloat(nameof(Normalize), x.DType);
        if (_means.Length == 1) return (x - _means[0]) / _stds[0];
        var axis = Guard.Axis(nameof(Normalize), _axis, x.Shape);
        var extents = new int[x.Rank];
        Array.Fill(extents, 1);
        extents[axis] = _means.Length;
        if (x.Shape[axis] != _means.Length) throw new ShapeMismatchException(nameof(Normalize), x.Shape, new Shape(extents), $"axis {axis} has {x.Shape[axis]} places, and there are {_means.Length} means");
        return (x - Along(_means)) / Along(_stds);

        Tensor Along(double[] numbers) => Tensor.From(numbers, new Shape(extents)).To(x.DType);
    }
}
