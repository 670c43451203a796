namespace AutoGrad.Optim;

/// <summary>Minimizes a function of the parameters in one call, and says how it went.</summary>
/// <remarks>
/// The parameters always end on the best values that were accepted: also where the function is NaN or infinite on the way,
/// which counts as too long a step, and where it throws.
/// </remarks>
public abstract class Minimizer
{
    private protected Minimizer(IEnumerable<Tensor> parameters) => Vector = new ParameterVector(parameters);

    /// <summary>The parameters, in the order they were given.</summary>
    public IReadOnlyList<Tensor> Parameters => Vector.Parameters;

    /// <summary>How many steps a call may take.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int MaxIterations { get; set => field = AtLeastOne(value, nameof(MaxIterations)); } = 200;

    /// <summary>How often a call may evaluate the function. A line search that has begun may take up to ten more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int MaxEvaluations { get => field > 0 ? field : DefaultEvaluations; set => field = AtLeastOne(value, nameof(MaxEvaluations)); }

    /// <summary>What <see cref="MaxEvaluations"/> is until it is set.</summary>
    private protected virtual int DefaultEvaluations => int.MaxValue;

    /// <summary>Stops where no element of the gradient is larger than this.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double GradientTolerance { get; set => field = AtLeastZero(value, nameof(GradientTolerance)); }

    /// <summary>Stops where a step is no longer than this.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double StepTolerance { get; set => field = AtLeastZero(value, nameof(StepTolerance)); }

    private protected ParameterVector Vector { get; }

    /// <summary>The relative change of a loss below which rounding may be what is seen, and the gradient decides.</summary>
    private protected double Resolution => 0.01 * Math.Sqrt(Vector.Epsilon);

    private protected static double AtLeastZero(double value, string name) =>
        double.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative.");

    private protected static double Between(double value, double low, double high, string name) =>
        value > low && value < high ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be between {low} and {high}.");

    private protected static int AtLeastOne(int value, string name) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");

    private protected static double Largest(ReadOnlySpan<double> x) => Math.Abs(TensorPrimitives.MaxMagnitude(x));

    /// <summary>x + factor · d.</summary>
    private protected static double[] Along(double[] x, double factor, double[] d)
    {
        var y = new double[x.Length];
        TensorPrimitives.MultiplyAdd(d, factor, x, y);
        return y;
    }

    /// <summary>The loss a function returned: one floating number.</summary>
    internal static Tensor OneNumber(string name, Tensor? loss, string parameter)
    {
        if (loss is null) throw new ArgumentException($"{name}: the function returned null, not a loss.", parameter);
        if (loss.Size != 1 || !loss.DType.IsFloating)
            throw new ArgumentException($"{name}: the function returned {loss.DType} {loss.Shape}, not one floating number: reduce it (Sum, Mean).", parameter);
        return loss;
    }
}
