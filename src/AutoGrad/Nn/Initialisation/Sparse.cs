namespace AutoGrad.Nn;

public static partial class Init
{
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
}
