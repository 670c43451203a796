namespace AutoGrad.Optim;

/// <summary>The Jacobian of residuals with respect to parameters.</summary>
internal static class ResidualJacobian
{
    /// <summary>The Jacobian by columns: n rows of m elements, for n parameters and m residuals.</summary>
    /// <remarks>
    /// As many passes as the smaller of n and m: rows are gradients of single residuals; a column is the gradient of Jᵀu, which
    /// is linear in u, with respect to u.
    /// </remarks>
    public static double[] Columns(Tensor residuals, ParameterVector parameters)
    {
        var (m, n) = (residuals.Size, parameters.Size);
        var columns = new double[n * m];
        if (n < m) ByColumns(residuals, parameters, columns);
        else ByRows(residuals, parameters, columns);
        return columns;
    }

    private static void ByRows(Tensor residuals, ParameterVector parameters, double[] columns)
    {
        var (m, n) = (residuals.Size, parameters.Size);
        for (var i = 0; i < m; i++)
        {
            var row = parameters.Flatten(Autodiff.Gradient([residuals], parameters.Parameters, [Unit(residuals, i)], retainGraph: i < m - 1, unused: UnusedInputs.Zeros));
            for (var j = 0; j < n; j++) columns[j * m + i] = row[j];
        }
    }

    private static void ByColumns(Tensor residuals, ParameterVector parameters, double[] columns)
    {
        var (m, start) = (residuals.Size, 0);
        var u = Tensor.Zeros(residuals.Shape, residuals.DType).WithGrad();
        using var scope = GradMode.EnableGrad();
        var products = Autodiff.Gradient([residuals], parameters.Parameters, [u], createGraph: true, unused: UnusedInputs.Zeros);
        foreach (var product in products)
            for (var j = 0; j < product.Size; j++, start += m)
                if (product.RequiresGrad) ParameterVector.CopyTo(Autodiff.Gradient([product], [u], [Unit(product, j)], retainGraph: true, unused: UnusedInputs.Zeros)[0], columns.AsSpan(start, m));
    }

    private static Tensor Unit(Tensor like, int i)
    {
        var unit = new double[like.Size];
        unit[i] = 1;
        return Tensor.From(unit, like.Shape).To(like.DType);
    }
}
