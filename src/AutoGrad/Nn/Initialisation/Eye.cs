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

    private static void CheckMatrix(string name, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (parameter.Rank != 2) throw new ArgumentException($"{name}: a matrix has two axes, unlike {parameter.Shape}.", nameof(parameter));
    }
}
