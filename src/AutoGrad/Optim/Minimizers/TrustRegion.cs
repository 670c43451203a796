namespace AutoGrad.Optim;

/// <summary>Steihaug's conjugate gradients: a step that lowers g·p + ½ p·H·p within a radius.</summary>
internal static class TrustRegion
{
    /// <summary>Solves H·p = −g until no more than <paramref name="tolerance"/> is left, the radius is reached or H curves down.</summary>
    /// <returns>The step, by how much the model falls, and whether it ends at the radius.</returns>
    public static (double[] Step, double Predicted, bool AtRadius) Step(double[] gradient, Func<double[], double[]> product, double radius, double tolerance)
    {
        var n = gradient.Length;
        var (step, bent, rest, direction) = (new double[n], new double[n], (double[])gradient.Clone(), new double[n]);
        TensorPrimitives.Negate(gradient, direction);
        var left = TensorPrimitives.SumOfSquares<double>(rest);
        // in exact arithmetic n products do
        for (var k = 0; k < 2 * n + 10; k++)
        {
            var along = product(direction);
            var curvature = TensorPrimitives.Dot<double>(direction, along);
            if (!double.IsFinite(curvature))
            {
                if (k > 0) break;
                (along, curvature) = (new double[n], 0);        // the gradient is all that is known
            }
            var far = ToRadius(step, direction, radius);
            var factor = curvature > 0 ? left / curvature : far;
            var atRadius = factor >= far;
            if (atRadius) factor = far;
            TensorPrimitives.MultiplyAdd(direction, factor, step, step);
            TensorPrimitives.MultiplyAdd(along, factor, bent, bent);
            if (atRadius) return (step, Fall(), true);
            TensorPrimitives.MultiplyAdd(along, factor, rest, rest);
            var now = TensorPrimitives.SumOfSquares<double>(rest);
            if (Math.Sqrt(now) <= tolerance) break;
            // −rest + (now / left) · direction
            TensorPrimitives.Multiply(direction, now / left, direction);
            TensorPrimitives.Subtract(direction, rest, direction);
            left = now;
        }
        return (step, Fall(), false);

        double Fall() => -TensorPrimitives.Dot<double>(gradient, step) - 0.5 * TensorPrimitives.Dot<double>(step, bent);
    }

    // the positive root of ‖step + t·direction‖ = radius
    private static double ToRadius(double[] step, double[] direction, double radius)
    {
        double a = TensorPrimitives.SumOfSquares<double>(direction), b = TensorPrimitives.Dot<double>(step, direction), c = TensorPrimitives.SumOfSquares<double>(step) - radius * radius;
        var root = Math.Sqrt(Math.Max(0, b * b - a * c));
        return b > 0 ? -c / (b + root) : (root - b) / a;
    }
}
