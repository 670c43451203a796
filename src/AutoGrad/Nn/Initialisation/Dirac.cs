namespace AutoGrad.Nn;

public static partial class Init
{
    /// <summary>Fills filters so that a convolution hands its channels on: a one in the middle of each filter's own channel, zeros elsewhere.</summary>
    /// <remarks>Filters beyond the channels are zeros. Zagoruyko and Komodakis, "DiracNets", 2017.</remarks>
    /// <param name="parameter">What to fill, [out, in / groups, kernel...] with one to three extents of the kernel.</param>
    /// <param name="groups">Into how many parts the filters are divided; each hands on its own channels.</param>
    /// <exception cref="ArgumentException"><paramref name="parameter"/> has not three to five axes, or the groups do not divide the filters.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="groups"/> is below 1.</exception>
    public static Parameter Dirac(Parameter parameter, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        var shape = parameter.Shape;
        if (shape.Rank is < 3 or > 5) throw new ArgumentException($"Dirac: filters are [out, in, kernel...] with one to three extents of the kernel, not {shape}.", nameof(parameter));
        if (shape[0] % groups != 0) throw new ArgumentException($"Dirac: {groups} groups do not divide the {shape[0]} filters of {shape}.", nameof(groups));
        var values = new double[shape.Size];
        var (kernel, middle) = (Shape.Product(shape.Extents[2..]), 0);
        for (var axis = 2; axis < shape.Rank; axis++) middle = middle * shape[axis] + shape[axis] / 2;
        var filters = shape[0] / groups;
        for (var filter = 0; filter < shape[0]; filter++)
            if (filter % filters < shape[1] && kernel > 0) values[(filter * shape[1] + filter % filters) * kernel + middle] = 1;
        return Assign(parameter, Tensor.From(values, shape).To(parameter.DType));
    }
}
