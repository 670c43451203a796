using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>A quantile of all elements, as a scalar: q = 0 is the smallest, 0.5 the median, 1 the largest.</summary>
    /// <remarks>NaN if any element is NaN. The gradient goes to the elements it lies between, by their weights.</remarks>
    /// <param name="q">Which quantile, 0..1.</param>
    /// <param name="interpolation">What it is between two elements.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="q"/> is outside of 0..1.</exception>
    /// <exception cref="ArgumentException">There are no elements, or they are not Float32 or Float64.</exception>
    public Tensor Quantile(double q, QuantileInterpolation interpolation = QuantileInterpolation.Linear) => Flatten().Quantile(q, 0, false, interpolation);

    /// <summary>A quantile along an axis: q = 0 is the smallest, 0.5 the median, 1 the largest.</summary>
    /// <remarks>NaN if any element of the line is NaN. The gradient goes to the elements it lies between, by their weights.</remarks>
    /// <param name="q">Which quantile, 0..1.</param>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="keepDims">Keep the axis, with extent 1.</param>
    /// <param name="interpolation">What it is between two elements.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="q"/> is outside of 0..1, or there is no such axis.</exception>
    /// <exception cref="ArgumentException">The axis is empty, or the elements are not Float32 or Float64.</exception>
    public Tensor Quantile(double q, int axis, bool keepDims = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear)
    {
        var y = Quantiles([q], axis, interpolation);
        return keepDims ? y : y.Squeeze(axis);
    }

    /// <summary>Several quantiles along an axis, on a new leading axis.</summary>
    /// <param name="q">Which quantiles, 0..1: one axis. They are taken as constants.</param>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="keepDims">Keep the axis, with extent 1.</param>
    /// <param name="interpolation">What a quantile is between two elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">A quantile is outside of 0..1, or there is no such axis.</exception>
    /// <exception cref="ArgumentException">The axis is empty, <paramref name="q"/> does not have one axis, or the elements are not Float32 or Float64.</exception>
    public Tensor Quantile(Tensor q, int axis, bool keepDims = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear)
    {
        ArgumentNullException.ThrowIfNull(q);
        if (q.Rank != 1) throw new ArgumentException($"Quantile: q has shape {q.Shape}, it must have one axis.{NameScope.Suffix}", nameof(q));
        var at = Guard.Axis("Quantile", axis, Shape);
        var y = Quantiles(q.To(DType.Float64).Span<double>(), at, interpolation).MoveAxis(at, 0);
        return keepDims ? y.Unsqueeze(at + 1) : y;
    }

    // the axis has one place for each quantile
    private Tensor Quantiles(ReadOnlySpan<double> q, int axis, QuantileInterpolation interpolation)
    {
        if (!DType.IsFloating) throw Guard.NeedsFloat("Quantile", DType);
        var at = Guard.Axis("Quantile", axis, Shape);
        ReducedShape.OfSome("Quantile", Shape, [at]);
        var (low, high, weight) = (new int[q.Length], new int[q.Length], new double[q.Length]);
        for (var i = 0; i < q.Length; i++) (low[i], high[i], weight[i]) = Neighbours(q[i], Shape[at], interpolation);
        var sorted = Sort(at).Values;
        var below = sorted.IndexSelect(at, Owning(low, [low.Length]));
        if (interpolation is QuantileInterpolation.Linear or QuantileInterpolation.Midpoint)
        {
            var above = sorted.IndexSelect(at, Owning(high, [high.Length]));
            var extents = new int[Rank - at];
            Array.Fill(extents, 1);
            extents[0] = q.Length;
            below = Between(below, above, Owning(weight, Shape.Owning(extents)).To(DType));
        }
        // NaN lies behind the numbers
        var last = sorted.Narrow(at, Shape[at] - 1, 1);
        return Where(last.IsNaN(), last, below);
    }

    private static (int Low, int High, double Weight) Neighbours(double q, int count, QuantileInterpolation interpolation)
    {
        if (!(q >= 0 && q <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, $"Quantile: q must be within 0..1.{NameScope.Suffix}");
        var place = q * (count - 1);
        var (low, high) = ((int)Math.Floor(place), (int)Math.Ceiling(place));
        return interpolation switch
        {
            QuantileInterpolation.Higher => (high, high, 0),
            QuantileInterpolation.Nearest => ((int)Math.Round(place, MidpointRounding.ToEven), high, 0),
            QuantileInterpolation.Midpoint => (low, high, 0.5),
            _ => (low, high, place - low),
        };
    }

    // the weight counts from the nearer end: exact at both, and no infinite element beside the one meant spoils it
    private static Tensor Between(Tensor low, Tensor high, Tensor weight) => Where(weight < 0.5, low + (high - low) * weight, high - (high - low) * (1 - weight));
}
