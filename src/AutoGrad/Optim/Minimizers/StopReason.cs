namespace AutoGrad.Optim;

/// <summary>Why a <see cref="Minimizer"/> stopped.</summary>
public enum StopReason
{
    /// <summary>The gradient is as small as <see cref="Minimizer.GradientTolerance"/> asks.</summary>
    GradientSmall,

    /// <summary>The last step was as small as <see cref="Minimizer.StepTolerance"/> asks.</summary>
    StepSmall,

    /// <summary>Rounding hides any further progress: neither the loss nor the gradient gets smaller along the step.</summary>
    PrecisionReached,

    /// <summary>All of <see cref="Minimizer.MaxIterations"/> were used.</summary>
    IterationLimit,

    /// <summary>All of <see cref="Minimizer.MaxEvaluations"/> were used.</summary>
    EvaluationLimit,

    /// <summary>The loss or its gradient was NaN or infinite where nothing else can be tried: at the start, or after a step of fixed length, which is taken back.</summary>
    NotFinite,
}
