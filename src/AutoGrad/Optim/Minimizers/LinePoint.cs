namespace AutoGrad.Optim;

/// <summary>A point on a line.</summary>
/// <param name="Step">How far along the direction.</param>
/// <param name="Slope">The derivative along the direction; NaN where the point is not finite.</param>
/// <param name="Point">The point.</param>
internal sealed record LinePoint(double Step, double Slope, LossAndGradient Point)
{
    public double Loss => Point.Loss;

    public bool IsFinite => Point.IsFinite;
}
