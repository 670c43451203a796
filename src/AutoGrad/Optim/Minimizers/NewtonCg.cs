namespace AutoGrad.Optim;

/// <summary>Newton's method for many parameters: conjugate gradients on Hessian-vector products, within a trust region.</summary>
/// <remarks>
/// <para>Each step solves H·p = −g only as well as the distance from the minimum is worth, and no further than a radius in which
/// the quadratic model has proven right. Where the Hessian curves down, the step follows that direction to the radius, so
/// saddle points are left behind. The Hessian is never formed: a product costs about two backward passes.</para>
/// <para>Steihaug, "The conjugate gradient method and trust regions in large scale optimization", 1983; the accuracy of the
/// solution is that of Dembo, Eisenstat and Steihaug, "Inexact Newton methods", 1982.</para>
/// <code>
/// var newton = new NewtonCg([w]);
/// var result = newton.Minimize(() => (1 - w).Square().Sum());
/// </code>
/// </remarks>
public sealed class NewtonCg : Minimizer
{
    // of which the model's forecast must come true for a step to be taken, and for the radius to shrink or grow
    private const double Taken = 1e-4, Poor = 0.25, Good = 0.75;

    /// <summary>Creates the minimizer.</summary>
    /// <param name="parameters">What to change.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null, given twice, no leaf or without a gradient.</exception>
    public NewtonCg(IEnumerable<Tensor> parameters) : base(parameters)
    {
        (GradientTolerance, StepTolerance) = (1e-8, 1e-14);
    }

    /// <summary>The length of the longest first step; null for that of the parameters, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that is not positive and finite.</exception>
    public double? InitialRadius { get; set => field = value is { } radius ? Between(radius, 0, double.PositiveInfinity, nameof(InitialRadius)) : null; }

    /// <summary>The share of the gradient that a step may leave in the linear equations; it falls as the gradient does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside (0, 1).</exception>
    public double SolveTolerance { get; set => field = Between(value, 0, 1, nameof(SolveTolerance)); } = 0.5;

    /// <summary>Changes the parameters until the loss is smallest.</summary>
    /// <remarks><see cref="Minimizer.StepTolerance"/> is relative to the length of the parameters. <see cref="Tensor.Grad"/> is left alone.</remarks>
    /// <param name="loss">Computes the loss from the parameters, without calling <c>Backward()</c>.</param>
    /// <returns>The loss, its gradient, what it cost and why it stopped.</returns>
    /// <exception cref="ArgumentException">The function returned something else than one floating number.</exception>
    /// <exception cref="InvalidOperationException">The loss does not depend on the parameters.</exception>
    /// <exception cref="NotSupportedException">An op on the way has no second derivative.</exception>
    public MinimizationResult Minimize(Func<Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        var run = new NewtonRun(Vector, loss);
        try
        {
            return run.Report(Run(run));
        }
        finally
        {
            Vector.Write(run.Best.X);
        }
    }

    private StopReason Run(NewtonRun run)
    {
        if (!run.Start()) return StopReason.NotFinite;
        var radius = InitialRadius ?? Math.Max(1, TensorPrimitives.Norm<double>(run.Best.X));
        var steepest = TensorPrimitives.Norm<double>(run.Best.Gradient);
        while (true)
        {
            if (Largest(run.Best.Gradient) <= GradientTolerance) return StopReason.GradientSmall;
            if (run.Iterations >= MaxIterations) return StopReason.IterationLimit;
            if (run.Evaluations >= MaxEvaluations) return StopReason.EvaluationLimit;
            var slope = TensorPrimitives.Norm<double>(run.Best.Gradient);
            steepest = Math.Max(steepest, slope);
            var (step, predicted, atRadius) = TrustRegion.Step(run.Best.Gradient, run.Product, radius, slope * Math.Min(SolveTolerance, Math.Sqrt(slope / steepest)));
            var (length, tolerance) = (TensorPrimitives.Norm<double>(step), StepTolerance * TensorPrimitives.Norm<double>(run.Best.X));
            if (length <= tolerance) return StopReason.StepSmall;
            var tried = run.Evaluate(Along(run.Best.X, 1, step));
            var (actual, noise) = (run.Best.Loss - tried.Loss, Resolution * Math.Abs(run.Best.Loss));
            if (Math.Abs(actual) <= noise && predicted <= noise)
            {
                // the losses no longer tell: the gradient must go on shrinking
                if (!run.TakeIfFlatter(tried)) return StopReason.PrecisionReached;
            }
            else if (actual > Taken * predicted && run.Take(tried))
            {
                if (actual > Good * predicted && atRadius) radius *= 2;
                else if (actual < Poor * predicted) radius = 0.5 * length;
            }
            else radius = (double.IsFinite(tried.Loss) ? 0.25 : 0.1) * length;
        }
    }
}
