namespace AutoGrad.Optim;

/// <summary>The last steps and the changes of the gradient along them: what L-BFGS knows of the Hessian.</summary>
internal sealed class CurvaturePairs
{
    private readonly List<(double[] Step, double[] Change, double Product)> _pairs = [];

    public int Count => _pairs.Count;

    public void Clear() => _pairs.Clear();

    /// <summary>Remembers a step, unless the curvature along it is not positive.</summary>
    public void Add(double[] step, double[] change, int most)
    {
        var product = TensorPrimitives.Dot<double>(step, change);
        if (!(product > 1e-16 * TensorPrimitives.Norm<double>(step) * TensorPrimitives.Norm<double>(change))) return;
        _pairs.Add((step, change, product));
        if (_pairs.Count > most) _pairs.RemoveRange(0, _pairs.Count - most);
    }

    /// <summary>−H·g, with H the inverse of the Hessian as far as it is known (Nocedal and Wright, algorithm 7.4).</summary>
    public double[] Descent(double[] gradient)
    {
        var d = new double[gradient.Length];
        TensorPrimitives.Negate(gradient, d);
        if (_pairs.Count == 0) return d;
        var shares = new double[_pairs.Count];
        for (var i = _pairs.Count - 1; i >= 0; i--)
        {
            var (step, change, product) = _pairs[i];
            shares[i] = TensorPrimitives.Dot<double>(step, d) / product;
            TensorPrimitives.MultiplyAdd(change, -shares[i], d, d);
        }
        var last = _pairs[^1];
        TensorPrimitives.Multiply(d, last.Product / TensorPrimitives.SumOfSquares<double>(last.Change), d);
        for (var i = 0; i < _pairs.Count; i++)
        {
            var (step, change, product) = _pairs[i];
            TensorPrimitives.MultiplyAdd(step, shares[i] - TensorPrimitives.Dot<double>(change, d) / product, d, d);
        }
        return d;
    }
}
