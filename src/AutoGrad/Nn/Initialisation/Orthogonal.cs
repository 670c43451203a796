namespace AutoGrad.Nn;

public static partial class Init
{
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
}
