using System.Numerics;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Evenly spaced numbers, both ends included.</summary>
    /// <remarks>Element i is start + i·(end − start)/(count − 1), counted from the nearer end, so that both ends are exact.</remarks>
    /// <param name="start">The first number.</param>
    /// <param name="end">The last number.</param>
    /// <param name="count">How many; a single one is <paramref name="start"/>.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is not a floating type.</exception>
    public static Tensor Linspace(double start, double end, int count, DType dtype = DType.Float32)
    {
        if (count < 0) throw new ArgumentOutOfRangeException(nameof(count), count, $"Linspace: the number of elements cannot be negative.{NameScope.Suffix}");
        if (!dtype.IsFloating) throw Guard.NeedsFloat("Linspace", dtype);
        var y = New([count], dtype);
        Dispatch.Float("Linspace", dtype, new LinspaceKernel(y, start, end));
        return y.AsData();
    }

    private readonly struct LinspaceKernel(Tensor y, double start, double end) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var span = y.Span<T>();
            var step = span.Length > 1 ? (end - start) / (span.Length - 1) : 0;
            var half = (span.Length + 1) / 2;
            for (var i = 0; i < half; i++) span[i] = T.CreateTruncating(start + i * step);
            for (var i = half; i < span.Length; i++) span[i] = T.CreateTruncating(end - (span.Length - 1 - i) * step);
        }
    }
}
