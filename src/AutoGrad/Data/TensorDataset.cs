namespace AutoGrad.Data;

/// <summary>Rows of tensors in memory: row i holds element i of every tensor's first axis.</summary>
public sealed class TensorDataset : Dataset
{
    private readonly Tensor[] _tensors;

    /// <summary>Puts tensors side by side; they are not copied.</summary>
    /// <param name="tensors">One for each part of a row, such as inputs and targets, with the same first extent.</param>
    /// <exception cref="ArgumentException">There is no tensor, or one is null or a scalar.</exception>
    /// <exception cref="ShapeMismatchException">The first extents differ.</exception>
    public TensorDataset(params Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Length == 0) throw new ArgumentException("A data set has at least one tensor.", nameof(tensors));
        for (var i = 0; i < tensors.Length; i++)
        {
            if (tensors[i] is null) throw new ArgumentException($"Tensor {i} is null.", nameof(tensors));
            if (tensors[i].Rank == 0) throw new ArgumentException($"Tensor {i} is a scalar: it has no rows.", nameof(tensors));
            if (tensors[i].Shape[0] != tensors[0].Shape[0])
                throw new ShapeMismatchException("TensorDataset", tensors[0].Shape, tensors[i].Shape, $"tensor 0 has {tensors[0].Shape[0]} rows and tensor {i} has {tensors[i].Shape[0]}");
        }
        _tensors = [.. tensors];
    }

    /// <inheritdoc/>
    public override int Count => _tensors[0].Shape[0];

    /// <summary>The tensors, in the order they were given.</summary>
    public IReadOnlyList<Tensor> Tensors => _tensors;

    /// <summary>Copies some rows.</summary>
    /// <param name="rows">Row numbers from 0, in the order wanted; Int64, one axis.</param>
    /// <exception cref="ArgumentException">A number is outside of the data set.</exception>
    public override Batch Fetch(Tensor rows)
    {
        var parts = new Tensor[_tensors.Length];
        for (var i = 0; i < parts.Length; i++) parts[i] = _tensors[i].IndexSelect(0, rows);
        return new Batch(parts);
    }

    /// <summary>Deals the rows into two data sets at random, for training and for testing.</summary>
    /// <param name="testFraction">The share of the rows to test on, between 0 and 1; rounded to whole rows.</param>
    /// <param name="seed">Decides which rows; the same seed gives the same rows.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="testFraction"/> is not between 0 and 1, or one side would be empty.</exception>
    public (TensorDataset Train, TensorDataset Test) TrainTestSplit(double testFraction, ulong seed)
    {
        var test = testFraction is > 0 and < 1 ? (int)Math.Round(Count * testFraction) : 0;
        if (test == 0 || test == Count)
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, $"The fraction must be between 0 and 1 and leave some of the {Count} rows on each side.");
        var order = Tensor.RandPerm(Count, generator: new Generator(seed)).AsSpan<long>();
        return (Select(order[test..]), Select(order[..test]));
    }

    private TensorDataset Select(ReadOnlySpan<long> rows)
    {
        var index = Tensor.From(rows);
        return new TensorDataset(Array.ConvertAll(_tensors, tensor => tensor.IndexSelect(0, index)));
    }
}
