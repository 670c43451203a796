using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>(Σ |xᵢ − yᵢ|ᵖ)^(1/p) between each row of one matrix and each row of another.</summary>
internal static class MinkowskiDistance
{
    public static void Run<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, int length, double p, int rowsX, int rowsY, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < rowsX; i++)
            for (var j = 0; j < rowsY; j++) z[i * rowsY + j] = length == 0 ? T.Zero : Between(x.Slice(i * length, length), y.Slice(j * length, length), p);
    }

    private static T Between<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, double p) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (p == 2) return TensorPrimitives.Distance(x, y);
        var (sum, power) = (T.Zero, T.CreateTruncating(p));
        for (var i = 0; i < x.Length; i++)
        {
            var d = T.Abs(x[i] - y[i]);
            sum = p switch
            {
                0 => sum + (d == T.Zero ? T.Zero : T.One),
                1 => sum + d,
                double.PositiveInfinity => T.Max(sum, d),
                _ => sum + T.Pow(d, power),
            };
        }
        return p is 0 or 1 or double.PositiveInfinity ? sum : T.Pow(sum, T.One / power);
    }
}
