namespace AutoGrad.Optim;

/// <summary>The state of one call of <see cref="NewtonCg"/>: the best point, its recorded gradient, and the counts.</summary>
internal sealed class NewtonRun(ParameterVector vector, Func<Tensor> loss)
{
    private Tensor[] _recorded = [];
    private int _gradients, _products;
    private bool _stale;

    /// <summary>The point that the parameters return to.</summary>
    public LossAndGradient Best { get; private set; } = new(vector.Read(), double.NaN, [double.NaN]);

    public int Iterations { get; private set; }

    public int Evaluations { get; private set; }

    public MinimizationResult Report(StopReason reason) =>
        new(Best.Loss, Math.Abs(TensorPrimitives.MaxMagnitude<double>(Best.Gradient)), Iterations, Evaluations, _gradients, _products, reason);

    /// <summary>Evaluates the start. False if it is not finite.</summary>
    public bool Start()
    {
        var start = Evaluate(Best.X);
        Best = Best with { Loss = start.Loss };
        return double.IsFinite(start.Loss) && Accept(start, mustBeFlatter: false);
    }

    /// <summary>The loss at a point.</summary>
    public Candidate Evaluate(double[] x)
    {
        vector.Write(x);
        _stale = true;
        Evaluations++;
        using var scope = GradMode.EnableGrad();
        var value = Minimizer.OneNumber(nameof(NewtonCg), loss(), nameof(loss));
        return new(x, value.ToScalar(), value);
    }

    /// <summary>Goes to a point, unless the gradient there is not finite.</summary>
    public bool Take(Candidate point) => Count(Accept(point, mustBeFlatter: false));

    /// <summary>Goes to a point if its gradient is shorter.</summary>
    public bool TakeIfFlatter(Candidate point) => Count(Accept(point, mustBeFlatter: true));

    /// <summary>The Hessian at the best point times a vector: the gradient of gradient · v.</summary>
    public double[] Product(double[] v)
    {
        // a point was tried since, and the graph does not survive the change of the parameters
        if (_stale) Accept(Evaluate(Best.X), mustBeFlatter: false);
        _products++;
        var curved = Array.FindAll(_recorded, g => g.RequiresGrad);
        if (curved.Length == 0) return new double[v.Length];
        var parts = vector.Split(v);
        Tensor?[] upstream = [.. parts.Where((_, i) => _recorded[i].RequiresGrad)];
        return vector.Flatten(Autodiff.Gradient(curved, vector.Parameters, upstream, retainGraph: true, unused: UnusedInputs.Zeros));
    }

    private bool Count(bool taken)
    {
        if (taken) Iterations++;
        return taken;
    }

    private bool Accept(Candidate point, bool mustBeFlatter)
    {
        using var scope = GradMode.EnableGrad();
        _gradients++;
        var recorded = Autodiff.Gradient(point.Recorded, vector.Parameters, createGraph: true, unused: UnusedInputs.Zeros);
        var next = new LossAndGradient(point.X, point.Loss, vector.Flatten(recorded));
        if (!next.IsFinite || mustBeFlatter && !(TensorPrimitives.Norm<double>(next.Gradient) < TensorPrimitives.Norm<double>(Best.Gradient))) return false;
        (Best, _recorded, _stale) = (next, recorded, false);
        return true;
    }

    /// <summary>A point that was evaluated.</summary>
    /// <param name="X">The parameters.</param>
    /// <param name="Loss">The loss.</param>
    /// <param name="Recorded">The loss with its graph.</param>
    public sealed record Candidate(double[] X, double Loss, Tensor Recorded);
}
