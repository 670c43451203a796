namespace AutoGrad.Data;

/// <summary>Class numbers to rows of zeros with a one at the class.</summary>
/// <param name="classes">Number of classes.</param>
/// <param name="dtype">The element type of the rows.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is less than 1.</exception>
public sealed class OneHot(int classes, DType dtype = DType.Float32) : Transform
{
    /// <summary>Number of classes.</summary>
    public int Classes { get; } = classes > 0 ? classes : throw new ArgumentOutOfRangeException(nameof(classes), classes, "OneHot: there is at least one class.");

    /// <summary>Adds an axis with a one at the class.</summary>
    /// <param name="x">Class numbers; Int32 or Int64.</param>
    /// <param name="random">Not used.</param>
    /// <exception cref="ArgumentException">The numbers are no integers, or one is no class.</exception>
    public override Tensor Apply(Tensor x, Generator random)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.OneHot(Classes, dtype);
    }
}
