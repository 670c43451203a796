namespace AutoGrad.Optim;

/// <summary>Nonlinear least squares: makes ½ Σ r² of residuals smallest, by Gauss-Newton steps of limited length.</summary>
/// <remarks>
/// <para>Each step solves the linear least-squares problem min ‖J·p + r‖ with ‖D·p‖ ≤ radius, where D holds the largest length
/// so far of each column of the Jacobian J, so that the units of the parameters do not matter. The radius follows how well
/// the linear model foretold the loss. Close to the minimum the step is that of Gauss and Newton.</para>
/// <para>Moré, "The Levenberg-Marquardt algorithm: implementation and theory", 1978. Where the sums of squares of two
/// points differ by no more than rounding, the shorter Gauss-Newton step decides which is better: that is good for the last digits.</para>
/// <para>For tens or hundreds of parameters: a step takes the singular values of the Jacobian, which is held as a whole.</para>
/// <code>
/// var fit = new LevenbergMarquardt([a, b]);
/// var result = fit.Minimize(() => a * (b * x).Exp() - y);
/// </code>
/// </remarks>
public sealed class LevenbergMarquardt : Minimizer
{
    // of which the linear model's forecast must come true for a step to be taken, and for the radius to grow
    private const double Taken = 1e-4, Good = 0.75, Poor = 0.25;

    /// <summary>Creates the minimizer.</summary>
    /// <param name="parameters">What to change.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null, given twice, no leaf or without a gradient.</exception>
    public LevenbergMarquardt(IEnumerable<Tensor> parameters) : base(parameters)
    {
        MaxIterations = 1000;
        StepTolerance = 1e-14;
    }

    /// <summary>The first radius as a multiple of ‖D·x‖, the length of the parameters; of 1, where they are all zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that is not positive and finite.</exception>
    public double InitialRadius { get; set => field = Between(value, 0, double.PositiveInfinity, nameof(InitialRadius)); } = 1;

    /// <summary>Changes the parameters until ½ Σ r² is smallest.</summary>
    /// <remarks>
    /// The gradient of the report is Jᵀr. <see cref="Minimizer.StepTolerance"/> is relative: ‖D·p‖ ≤ tolerance · ‖D·x‖.
    /// <see cref="Tensor.Grad"/> is left alone.
    /// </remarks>
    /// <param name="residuals">Computes the residuals from the parameters: a Float32 or Float64 tensor of any shape.</param>
    /// <returns>½ Σ r², the gradient's size, what it cost and why it stopped.</returns>
    /// <exception cref="ArgumentException">The function returned no floating tensor, an empty one, or one of another size than before.</exception>
    /// <exception cref="InvalidOperationException">The residuals do not depend on the parameters.</exception>
    public MinimizationResult Minimize(Func<Tensor> residuals)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        var run = new LeastSquaresRun(Vector, residuals);
        try
        {
            return Minimize(run);
        }
        finally
        {
            Vector.Write(run.Best.X);
        }
    }

    private MinimizationResult Minimize(LeastSquaresRun run)
    {
        if (!run.Start()) return run.Report(StopReason.NotFinite);
        var size = run.Measure(run.Best.X);
        var radius = InitialRadius * (size > 0 ? size : 1);
        while (true)
        {
            if (run.Best.GradientNorm <= GradientTolerance) return run.Report(StopReason.GradientSmall);
            if (run.Iterations >= MaxIterations) return run.Report(StopReason.IterationLimit);
            if (run.Evaluations >= MaxEvaluations) return run.Report(StopReason.EvaluationLimit);
            var (step, length, damping, predicted) = run.Model.Within(radius);
            var tolerance = StepTolerance * run.Measure(run.Best.X);
            if (length <= tolerance && damping == 0 || radius <= tolerance) return run.Report(StopReason.StepSmall);
            var before = run.Best;
            var tried = run.Try(step);
            var actual = before.Loss - tried.Loss;
            var ratio = actual / predicted;
            if (double.IsFinite(tried.Loss) && Math.Abs(actual) <= Resolution * before.Loss && predicted <= Resolution * before.Loss)
            {
                // the losses no longer tell; on the last digits the full step must go on shrinking
                if (!run.TakeIfCloser(tried)) return run.Report(StopReason.PrecisionReached);
                radius = Math.Max(radius, 2 * length);
            }
            else if (ratio > Taken && run.Take(tried))
            {
                if (ratio >= Good || damping == 0 && ratio >= Poor) radius = Math.Max(radius, 2 * length);
                else if (ratio < Poor) radius = 0.5 * length;
            }
            else radius = (double.IsFinite(tried.Loss) ? 0.25 : 0.1) * Math.Min(length, radius);
        }
    }
}
