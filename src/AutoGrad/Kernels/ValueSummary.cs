using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>How many of some numbers are not finite, and what the finite ones are like.</summary>
internal struct ValueSummary
{
    public long Count, NaNs, PositiveInfinities, NegativeInfinities;
    public double Least, Greatest, Mean;

    /// <summary>True when every number is finite.</summary>
    public static bool AllFinite<T>(ReadOnlySpan<T> x) where T : IFloatingPointIeee754<T>
    {
        foreach (var v in x)
            if (!T.IsFinite(v)) return false;
        return true;
    }

    public static ValueSummary Of<T>(ReadOnlySpan<T> x) where T : IFloatingPointIeee754<T>
    {
        var summary = new ValueSummary { Count = x.Length, Least = double.PositiveInfinity, Greatest = double.NegativeInfinity };
        var (sum, finite) = (0.0, 0L);
        foreach (var v in x)
        {
            if (T.IsNaN(v)) summary.NaNs++;
            else if (T.IsPositiveInfinity(v)) summary.PositiveInfinities++;
            else if (T.IsNegativeInfinity(v)) summary.NegativeInfinities++;
            else
            {
                var d = double.CreateSaturating(v);
                (summary.Least, summary.Greatest) = (Math.Min(summary.Least, d), Math.Max(summary.Greatest, d));
                finite++;
                sum += (d - sum) / finite;      // the running mean does not overflow
            }
        }
        summary.Mean = sum;
        return summary;
    }
}
