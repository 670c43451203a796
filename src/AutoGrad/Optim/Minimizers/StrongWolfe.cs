namespace AutoGrad.Optim;

/// <summary>A step along a descent direction that lowers the loss enough and flattens the slope enough.</summary>
/// <remarks>
/// <para>Nocedal and Wright, "Numerical Optimization", algorithms 3.5 and 3.6: go out until a minimum is bracketed, then
/// narrow the bracket by cubic interpolation.</para>
/// <para>Where the losses differ by no more than rounding, the slopes decide: the approximate conditions of Hager and Zhang, "A
/// new conjugate gradient method with guaranteed descent and an efficient line search", 2005.</para>
/// <para>At a kink no slope is flat: after some trials a point behind it serves, by the weak conditions of Lewis and Overton, "Nonsmooth
/// optimization via quasi-Newton methods", 2013.</para>
/// </remarks>
/// <param name="at">Evaluates a step.</param>
/// <param name="curvature">The share of the slope that may remain.</param>
/// <param name="rounding">The difference of two losses that may be rounding.</param>
/// <param name="most">How many steps may be evaluated.</param>
internal sealed class StrongWolfe(Func<double, LinePoint> at, double curvature, double rounding, int most)
{
    /// <summary>The share of the slope by which a step must lower the loss.</summary>
    public const double Decrease = 1e-4;

    private const int Trials = 25, Patience = 8;

    private readonly int _trials = Math.Min(Trials, most);

    /// <summary>Searches.</summary>
    /// <returns>The step found; at the worst the lowest point seen, which may be <paramref name="start"/>.</returns>
    public LinePoint Search(LinePoint start, double first)
    {
        var (last, step) = (start, first);
        for (var trial = 0; trial < _trials; trial++)
        {
            var point = at(step);
            if (!point.IsFinite || !Falls(start, point) || trial > 0 && point.Loss > last.Loss + rounding) return Narrow(start, last, point, _trials - trial - 1);
            if (Flat(start, point)) return point;
            if (point.Slope >= 0) return Narrow(start, point, last, _trials - trial - 1);
            step = Within(CubicMinimum(last, point), step + 0.01 * (step - last.Step), 10 * step);
            last = point;
        }
        return last;
    }

    // a minimum lies between low, the lower end, and high
    private LinePoint Narrow(LinePoint start, LinePoint low, LinePoint high, int trials)
    {
        LinePoint? beyond = null;
        for (var trial = 0; trial < trials; trial++)
        {
            if (trial >= Patience && beyond is not null) return beyond;
            var (left, right) = (Math.Min(low.Step, high.Step), Math.Max(low.Step, high.Step));
            var width = right - left;
            if (!(width > 1e-15 * right)) break;
            // not at the ends, where nothing is learnt
            var step = high.IsFinite ? Within(CubicMinimum(low, high), left + 0.05 * width, right - 0.05 * width) : left + 0.1 * width;
            var point = at(step);
            if (point.IsFinite && Falls(start, point) && point.Slope >= curvature * start.Slope) beyond = point;
            if (!point.IsFinite || !Falls(start, point) || point.Loss > low.Loss + rounding)
            {
                high = point;
                continue;
            }
            if (Flat(start, point)) return point;
            if (point.Slope * (high.Step - low.Step) >= 0) high = low;
            low = point;
        }
        return low;
    }

    private bool Falls(LinePoint start, LinePoint point) =>
        point.Loss <= start.Loss + Decrease * point.Step * start.Slope ||
        point.Loss <= start.Loss + rounding && point.Slope <= (2 * Decrease - 1) * start.Slope;

    private bool Flat(LinePoint start, LinePoint point) => Math.Abs(point.Slope) <= -curvature * start.Slope;

    // the middle where the cubic has no minimum: going out, that is far ahead, for the slope is growing
    private static double Within(double minimum, double least, double most) => double.IsFinite(minimum) ? Math.Clamp(minimum, least, most) : (least + most) / 2;

    // the minimum of the cubic through two losses and slopes; not finite where there is none
    private static double CubicMinimum(LinePoint a, LinePoint b)
    {
        if (a.Step > b.Step) (a, b) = (b, a);
        var chord = a.Slope + b.Slope - 3 * (a.Loss - b.Loss) / (a.Step - b.Step);
        var root = Math.Sqrt(chord * chord - a.Slope * b.Slope);
        return b.Step - (b.Step - a.Step) * ((b.Slope + root - chord) / (b.Slope - a.Slope + 2 * root));
    }
}
