using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>The steps p that make ‖J·p + r‖ smallest among those with ‖D·p‖ ≤ radius, for any radius.</summary>
/// <remarks>
/// From the singular values of J·D⁻¹, which keep the digits that JᵀJ would lose; the multiplier λ of the length is found as in
/// Moré, "The Levenberg-Marquardt algorithm: implementation and theory", 1978.
/// </remarks>
internal sealed class DampedStep
{
    private readonly int _n, _m;
    private readonly double[] _scales, _left, _right, _sigma, _along;

    /// <summary>Decomposes a Jacobian.</summary>
    /// <param name="columns">J by columns: n rows of m elements.</param>
    /// <param name="residuals">r, m elements.</param>
    /// <param name="scales">The diagonal of D, positive.</param>
    public DampedStep(ReadOnlySpan<double> columns, ReadOnlySpan<double> residuals, double[] scales)
    {
        _n = scales.Length;
        var m = residuals.Length;
        _m = Math.Max(m, _n);       // the decomposition is of tall matrices: rows of zeros change no step
        (_scales, _left, _right, _sigma) = (scales, new double[_n * _m], new double[_n * _n], new double[_n]);
        _along = new double[_n];
        for (var j = 0; j < _n; j++) TensorPrimitives.Divide(columns.Slice(j * m, m), scales[j], _left.AsSpan(j * _m, m));
        Converged = SingularValues.Run<double>(_left, _m, _n, _right, _sigma);
        for (var i = 0; i < _n; i++) _along[i] = TensorPrimitives.Dot(_left.AsSpan(i * _m, m), residuals);
        var least = _n == 0 ? 0 : _sigma[0] * _m * (Math.BitIncrement(1.0) - 1);
        for (var i = 0; i < _n; i++)
            if (_sigma[i] <= least) _sigma[i] = 0;      // a direction that changes nothing
    }

    /// <summary>Whether the decomposition succeeded.</summary>
    public bool Converged { get; }

    /// <summary>The step for a radius.</summary>
    /// <returns>p, ‖D·p‖, λ, and by how much the model says that ½‖r‖² falls.</returns>
    public (double[] Step, double Length, double Damping, double Predicted) Within(double radius)
    {
        var damping = Damping(radius);
        return (Solve(damping), Length(damping), damping, Fall(damping));
    }

    /// <summary>The length of D·p for the unrestricted step.</summary>
    public double FullLength => Length(0);

    // Newton's iteration on 1/‖D·p‖ − 1/radius, kept between bounds
    private double Damping(double radius)
    {
        if (Length(0) <= 1.1 * radius) return 0;
        var (low, high) = (0.0, 0.0);
        for (var i = 0; i < _n; i++) high += _sigma[i] * _along[i] * _sigma[i] * _along[i];
        high = Math.Sqrt(high) / radius;
        var damping = 0.001 * high;
        for (var trial = 0; trial < 100; trial++)
        {
            var length = Length(damping);
            if (Math.Abs(length - radius) <= 0.1 * radius) break;
            if (length > radius) low = damping;
            else high = damping;
            var slope = 0.0;        // of ½‖D·p‖², negated
            for (var i = 0; i < _n; i++)
            {
                var part = Part(i, damping);
                if (part != 0) slope += part * part / (_sigma[i] * _sigma[i] + damping);
            }
            damping += (length / radius - 1) * length * length / slope;
            if (!(damping > low && damping < high)) damping = Math.Max(0.001 * high, Math.Sqrt(low * high));
        }
        return damping;
    }

    private double Length(double damping)
    {
        var sum = 0.0;
        for (var i = 0; i < _n; i++) sum += Part(i, damping) * Part(i, damping);
        return Math.Sqrt(sum);
    }

    private double Fall(double damping)
    {
        var sum = 0.0;
        for (var i = 0; i < _n; i++)
        {
            var part = Part(i, damping);
            sum += part * part * (0.5 * _sigma[i] * _sigma[i] + damping);
        }
        return sum;
    }

    // the step along a right singular vector
    private double Part(int i, double damping) => _sigma[i] == 0 ? 0 : -_sigma[i] * _along[i] / (_sigma[i] * _sigma[i] + damping);

    private double[] Solve(double damping)
    {
        var step = new double[_n];
        for (var i = 0; i < _n; i++) TensorPrimitives.MultiplyAdd(_right.AsSpan(i * _n, _n), Part(i, damping), step, step);
        TensorPrimitives.Divide(step, _scales, step);
        return step;
    }
}
