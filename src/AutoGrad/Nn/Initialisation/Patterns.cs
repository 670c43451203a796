namespace AutoGrad.Nn;

public static partial class Init
{
    /// <summary>Fills a matrix with the identity: ones on the diagonal, zeros elsewhere.</summary>
    /// <param name="parameter">What to fill; two axes.</param>
    /// <exception cref="ArgumentException"><paramref name="parameter"/> has not two axes.</exception>
    public static Parameter Eye(Parameter parameter)
    {
        CheckMatrix("Eye", parameter);
        return Assign(parameter, Tensor.Eye(parameter.Shape[0], parameter.Shape[1], parameter.DType));
    }

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

    /// <summary>Fills so that the rows, or the columns where there are fewer, are at right angles and of length gain: signals keep their length through any number of layers.</summary>
    /// <remarks>Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2013. Axes after the first count as one; evenly distributed over all such matrices.</remarks>
    /// <param name="parameter">What to fill; at least two axes.</param>
    /// <param name="gain">The scale; see <see cref="CalculateGain"/>.</param>
    /// <param name="generator">Where to draw from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="parameter"/> has fewer than two axes, or <paramref name="gain"/> is not finite.</exception>
    public static Parameter Orthogonal(Parameter parameter, double gain = 1, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        var shape = parameter.Shape;
        if (shape.Rank < 2) throw new ArgumentException($"Orthogonal: a weight {shape} has no rows and columns; it needs two axes [out, in, ...].", nameof(parameter));
        if (!double.IsFinite(gain)) throw new ArgumentException("Orthogonal: the gain is finite.", nameof(gain));
        if (shape.Size == 0) return parameter;
        var (rows, columns) = (shape[0], Shape.Product(shape.Extents[1..]));
        using var scope = GradMode.NoGrad();
        var tall = Tensor.Randn([Math.Max(rows, columns), Math.Min(rows, columns)], DType.Float64, generator);
        var (q, r) = LinearAlgebra.Qr(tall);
        // the sign makes Q a fair draw
        q *= Tensor.Where(r.Diagonal() < 0, -gain, Tensor.Full([], gain, DType.Float64));
        return Assign(parameter, (rows < columns ? q.Transpose(0, 1) : q).Reshape(shape).To(parameter.DType));
    }

    /// <summary>Fills a matrix with normally distributed numbers, of which a part of each column is zero.</summary>
    /// <remarks>Martens, "Deep learning via Hessian-free optimization", 2010.</remarks>
    /// <param name="parameter">What to fill; two axes.</param>
    /// <param name="sparsity">The part of each column to set to zero, from 0 to 1; rounded up.</param>
    /// <param name="standardDeviation">The standard deviation of the others.</param>
    /// <param name="generator">Where to draw from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="parameter"/> has not two axes, or <paramref name="standardDeviation"/> is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sparsity"/> is outside [0, 1].</exception>
    public static Parameter Sparse(Parameter parameter, double sparsity, double standardDeviation = 0.01, Generator? generator = null)
    {
        CheckMatrix("Sparse", parameter);
        if (!(sparsity is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(sparsity), sparsity, "Sparse: the part of zeros is from 0 to 1.");
        var (rows, columns) = (parameter.Shape[0], parameter.Shape[1]);
        var values = Tensor.Normal(parameter.Shape, 0, standardDeviation, DType.Float64, generator).ToArray<double>();
        var zeros = (int)Math.Ceiling(sparsity * rows);
        for (var column = 0; column < columns; column++)
        {
            var order = Tensor.RandPerm(rows, generator: generator).ToArray<long>();
            foreach (var row in order[..zeros]) values[row * columns + column] = 0;
        }
        return Assign(parameter, Tensor.From(values, parameter.Shape).To(parameter.DType));
    }

    private static void CheckMatrix(string name, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (parameter.Rank != 2) throw new ArgumentException($"{name}: a matrix has two axes, unlike {parameter.Shape}.", nameof(parameter));
    }
}
