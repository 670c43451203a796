namespace AutoGrad.Optim;

/// <summary>The state of one call of <see cref="LevenbergMarquardt"/>: the best point, its linear model, and the counts.</summary>
internal sealed class LeastSquaresRun(ParameterVector vector, Func<Tensor> residuals)
{
    private int _jacobians, _size;

    /// <summary>The point that the parameters return to.</summary>
    public Candidate Best { get; private set; } = new(vector.Read(), double.NaN, [], null) { GradientNorm = double.NaN };

    /// <summary>The linear model at the best point.</summary>
    public DampedStep Model { get; private set; } = null!;

    /// <summary>The diagonal of D.</summary>
    private double[] Scales { get; set; } = [];

    private double[] Jacobian { get; set; } = [];

    public int Iterations { get; private set; }

    public int Evaluations { get; private set; }

    public MinimizationResult Report(StopReason reason) => new(Best.Loss, Best.GradientNorm, Iterations, Evaluations, _jacobians, 0, reason);

    /// <summary>Evaluates the start. False if it is not finite.</summary>
    public bool Start()
    {
        var start = Evaluate(Best.X);
        Best = start with { GradientNorm = double.NaN };
        if (!double.IsFinite(start.Loss) || Linear(start) is not { } linear) return false;
        Accept(start, linear);
        return true;
    }

    /// <summary>‖D·x‖.</summary>
    public double Measure(double[] x)
    {
        var scaled = new double[x.Length];
        TensorPrimitives.Multiply(x, Scales, scaled);
        return TensorPrimitives.Norm<double>(scaled);
    }

    /// <summary>Evaluates a step from the best point.</summary>
    public Candidate Try(double[] step)
    {
        var x = new double[step.Length];
        TensorPrimitives.Add(Best.X, step, x);
        return Evaluate(x);
    }

    /// <summary>Goes to a point, unless its Jacobian is not finite.</summary>
    public bool Take(Candidate point)
    {
        if (Linear(point) is not { } linear) return false;
        Iterations++;
        Accept(point, linear);
        return true;
    }

    /// <summary>Goes to a point if the full step from there is shorter than from here.</summary>
    public bool TakeIfCloser(Candidate point)
    {
        if (Linear(point) is not { } linear || linear.Model.FullLength >= Model.FullLength) return false;
        Iterations++;
        Accept(point, linear);
        return true;
    }

    private Candidate Evaluate(double[] x)
    {
        vector.Write(x);
        Evaluations++;
        using var scope = GradMode.EnableGrad();
        var r = residuals() ?? throw new ArgumentException($"{nameof(LevenbergMarquardt)}: the function returned null, not residuals.", nameof(residuals));
        if (!r.DType.IsFloating || r.Size == 0) throw new ArgumentException($"{nameof(LevenbergMarquardt)}: the function returned {r.DType} {r.Shape}, not residuals: a Float32 or Float64 tensor with elements.", nameof(residuals));
        if (_size != 0 && r.Size != _size) throw new ArgumentException($"{nameof(LevenbergMarquardt)}: the function returned {_size} residuals before and {r.Size} now.", nameof(residuals));
        _size = r.Size;
        var values = new double[_size];
        ParameterVector.CopyTo(r, values);
        return new Candidate(x, 0.5 * TensorPrimitives.SumOfSquares<double>(values), values, r);
    }

    private (double[] Jacobian, double[] Scales, DampedStep Model)? Linear(Candidate point)
    {
        _jacobians++;
        var jacobian = ResidualJacobian.Columns(point.Recorded!, vector);
        if (!TensorPrimitives.IsFiniteAll<double>(jacobian)) return null;
        var scales = new double[vector.Size];
        for (var j = 0; j < scales.Length; j++)
        {
            scales[j] = TensorPrimitives.Norm<double>(jacobian.AsSpan(j * _size, _size));
            if (Scales.Length > 0) scales[j] = Math.Max(scales[j], Scales[j]);
            if (scales[j] == 0) scales[j] = 1;
        }
        if (!TensorPrimitives.IsFiniteAll<double>(scales)) return null;
        var model = new DampedStep(jacobian, point.Residuals, scales);
        return model.Converged ? (jacobian, scales, model) : null;
    }

    private void Accept(Candidate point, (double[] Jacobian, double[] Scales, DampedStep Model) linear)
    {
        (Jacobian, Scales, Model) = linear;
        var largest = 0.0;
        for (var j = 0; j < Scales.Length; j++) largest = Math.Max(largest, Math.Abs(TensorPrimitives.Dot<double>(Jacobian.AsSpan(j * _size, _size), point.Residuals)));
        Best = point with { Recorded = null, GradientNorm = largest };
    }

    /// <summary>A point that was evaluated.</summary>
    /// <param name="X">The parameters.</param>
    /// <param name="Loss">½ Σ r².</param>
    /// <param name="Residuals">The residuals.</param>
    /// <param name="Recorded">The residuals with their graph, until the Jacobian is known.</param>
    public sealed record Candidate(double[] X, double Loss, double[] Residuals, Tensor? Recorded)
    {
        public double GradientNorm { get; init; }
    }
}
