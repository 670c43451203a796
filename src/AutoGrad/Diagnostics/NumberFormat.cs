using System.Globalization;

namespace AutoGrad.Diagnostics;

/// <summary>One way to write all numbers of a tensor, so that they line up: whole, with decimals, or scientific.</summary>
internal readonly struct NumberFormat
{
    // PyTorch's limits for plain notation
    private const double LargestPlain = 1e8, SmallestPlain = 1e-4, LargestSpread = 1e3;

    private readonly string _format;

    private NumberFormat(string format) => _format = format;

    /// <summary>Chooses by the finite numbers that will be shown.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="precision">Digits after the point.</param>
    public static NumberFormat For(IReadOnlyList<double> values, int precision)
    {
        double smallest = double.PositiveInfinity, largest = 0;
        var whole = true;
        foreach (var value in values)
        {
            if (!double.IsFinite(value)) continue;
            whole &= value == Math.Floor(value);
            if (value == 0) continue;
            smallest = Math.Min(smallest, Math.Abs(value));
            largest = Math.Max(largest, Math.Abs(value));
        }
        var spread = largest > 0 && largest / smallest > LargestSpread;
        var scientific = largest > LargestPlain || (!whole && (spread || smallest < SmallestPlain));
        if (scientific) return new NumberFormat(precision == 0 ? "0e+00" : $"0.{new string('0', precision)}e+00");
        return new NumberFormat(whole ? "0" : string.Create(CultureInfo.InvariantCulture, $"F{precision}"));
    }

    public string Write(double value) =>
        double.IsNaN(value) ? "nan" :
        double.IsInfinity(value) ? value > 0 ? "inf" : "-inf" :
        value.ToString(_format, CultureInfo.InvariantCulture);
}
