namespace AutoGrad.Optim;

/// <summary>Quasi-Newton steps from the last changes of parameters and gradient, each with a line search.</summary>
/// <remarks>
/// <para>The direction is −H·g, where H, the inverse of the Hessian as the last <see cref="History"/> steps show it, is applied in
/// two loops over them and never formed. It works on the whole batch: a loss that changes from call to call misleads it.</para>
/// <para>Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989. Used as PyTorch's: call
/// <see cref="Step"/> in a loop; each call goes on from what the ones before have learnt.</para>
/// <code>
/// var optimizer = new Lbfgs(model.Parameters());
/// var result = optimizer.Step(() => Loss.CrossEntropy(model.Call(x), y));
/// </code>
/// </remarks>
public sealed class Lbfgs : Minimizer
{
    private const int Overdraft = 10;

    private readonly CurvaturePairs _pairs = new();

    /// <summary>Creates the optimizer; the defaults are PyTorch's, but for the line search, which is on.</summary>
    /// <remarks><see cref="Minimizer.MaxEvaluations"/> is 5/4 of <see cref="Minimizer.MaxIterations"/>, and at least 25, until it is set.</remarks>
    /// <param name="parameters">What to change.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null, given twice, no leaf or without a gradient.</exception>
    public Lbfgs(IEnumerable<Tensor> parameters) : base(parameters)
    {
        (MaxIterations, GradientTolerance, StepTolerance) = (20, 1e-7, 1e-9);
    }

    // PyTorch's for 20 steps and more: who asks for more steps gets them, and few of them can still search
    private protected override int DefaultEvaluations => (int)Math.Clamp(MaxIterations * 5L / 4, 25, int.MaxValue);

    /// <summary>The first step tried along a direction; without a line search, the step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that is not positive and finite.</exception>
    public double LearningRate { get; set => field = Between(value, 0, double.PositiveInfinity, nameof(LearningRate)); } = 1;

    /// <summary>How many steps are remembered.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int History { get; set => field = AtLeastOne(value, nameof(History)); } = 100;

    /// <summary>Whether each step is searched for along its direction, until the strong Wolfe conditions hold. Without, it is <see cref="LearningRate"/>.</summary>
    public bool LineSearch { get; set; } = true;

    /// <summary>The share of the slope at its start that a searched step may leave; small for exact searches.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside (0.0001, 1).</exception>
    public double Curvature { get; set => field = Between(value, StrongWolfe.Decrease, 1, nameof(Curvature)); } = 0.9;

    /// <summary>Takes up to <see cref="Minimizer.MaxIterations"/> steps.</summary>
    /// <remarks>
    /// <see cref="Minimizer.StepTolerance"/> is for the largest element of a step, and for the change of the loss. The gradient
    /// at the end stays in <see cref="Tensor.Grad"/>.
    /// </remarks>
    /// <param name="closure">
    /// Computes the loss. It may call <c>Backward()</c> itself, as PyTorch's closures do; gradients are set to zero before each call.
    /// </param>
    /// <returns>The loss now, its gradient, what it cost and why it stopped.</returns>
    /// <exception cref="ArgumentException">The closure returned something else than one floating number.</exception>
    /// <exception cref="InvalidOperationException">The loss does not depend on the parameters.</exception>
    public MinimizationResult Step(Func<Tensor> closure)
    {
        ArgumentNullException.ThrowIfNull(closure);
        var run = new ClosureLoss(Vector, closure);
        try
        {
            var iterations = 0;
            var reason = Run(run, ref iterations);
            return new(run.Best.Loss, Largest(run.Best.Gradient), iterations, run.Evaluations, run.Evaluations, 0, reason);
        }
        finally
        {
            run.Restore();
        }
    }

    private StopReason Run(ClosureLoss run, ref int iterations)
    {
        run.Best = run.At(run.Best.X);
        var restarted = double.PositiveInfinity;
        if (!run.Best.IsFinite) return StopReason.NotFinite;
        while (true)
        {
            var point = run.Best;
            if (Largest(point.Gradient) <= GradientTolerance) return StopReason.GradientSmall;
            if (iterations >= MaxIterations) return StopReason.IterationLimit;
            if (run.Evaluations >= MaxEvaluations) return StopReason.EvaluationLimit;
            var direction = _pairs.Descent(point.Gradient);
            var slope = TensorPrimitives.Dot<double>(direction, point.Gradient);
            if (!(slope < 0) && _pairs.Count > 0)
            {
                _pairs.Clear();     // rounding has spoilt them: start again from the gradient
                continue;
            }
            // nothing is known of the scale before the first step; PyTorch's choice
            var first = LearningRate * (_pairs.Count > 0 ? 1 : Math.Min(1, 1 / TensorPrimitives.SumOfMagnitudes<double>(point.Gradient)));
            var next = LineSearch ? Search(run, direction, slope, first) : run.At(Along(point.X, first, direction));
            if (!next.IsFinite) return StopReason.NotFinite;
            if (ReferenceEquals(next, point))
            {
                if (run.Evaluations >= MaxEvaluations) return StopReason.EvaluationLimit;
                if (_pairs.Count == 0) return StopReason.PrecisionReached;
                _pairs.Clear();
                continue;
            }
            iterations++;
            run.Best = next;
            var known = _pairs.Count;
            var (step, change) = (Along(next.X, -1, point.X), Along(next.Gradient, -1, point.Gradient));
            _pairs.Add(step, change, History);
            if (Largest(step) > StepTolerance && Math.Abs(next.Loss - point.Loss) > StepTolerance) continue;
            if (Largest(next.Gradient) <= GradientTolerance) return StopReason.GradientSmall;
            // a kink, where the slope changes at once, spoils the pairs: the end is where a start without them gains nothing either
            if (known == 0 || restarted - next.Loss <= StepTolerance) return StopReason.StepSmall;
            restarted = next.Loss;
            _pairs.Clear();
        }
    }

    private LossAndGradient Search(ClosureLoss run, double[] direction, double slope, double first)
    {
        var start = run.Best;
        var search = new StrongWolfe(At, Curvature, 10 * Vector.Epsilon * Math.Abs(start.Loss), Math.Max(Overdraft, MaxEvaluations - run.Evaluations));
        return search.Search(new LinePoint(0, slope, start), first).Point;

        LinePoint At(double step)
        {
            var point = run.At(Along(start.X, step, direction));
            return new(step, TensorPrimitives.Dot<double>(direction, point.Gradient), point);
        }
    }
}
