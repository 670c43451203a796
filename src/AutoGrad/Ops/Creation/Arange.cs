using System.Numerics;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The integers 0, 1, ..., end − 1.</summary>
    /// <param name="end">Where to stop; not included.</param>
    /// <param name="dtype">The element type; Int64 by default, as in PyTorch for integers.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="end"/> is negative.</exception>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is Bool.</exception>
    public static Tensor Arange(int end, DType dtype = DType.Int64) => Arange(0, end, 1, dtype);

    /// <summary>The numbers start, start + step, ... before end.</summary>
    /// <remarks>Element i is start + i·step, ⌈(end − start)/step⌉ of them.</remarks>
    /// <param name="start">The first number.</param>
    /// <param name="end">Where to stop; not included.</param>
    /// <param name="step">From one to the next; negative to count down, not 0.</param>
    /// <param name="dtype">The element type; an integer type needs integers.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is 0 or leads away from <paramref name="end"/>, or a number is not finite.</exception>
    /// <exception cref="ArgumentException">An integer type cannot hold the numbers, there are too many, or <paramref name="dtype"/> is Bool.</exception>
    public static Tensor Arange(double start, double end, double step = 1, DType dtype = DType.Float32)
    {
        if (!double.IsFinite(start) || !double.IsFinite(end)) throw new ArgumentOutOfRangeException(nameof(end), end, $"Arange: start {start} and end {end} must be finite.{NameScope.Suffix}");
        if (!double.IsFinite(step) || step == 0) throw new ArgumentOutOfRangeException(nameof(step), step, $"Arange: the step must be finite and not 0.{NameScope.Suffix}");
        if ((end - start) * Math.Sign(step) < 0)
            throw new ArgumentOutOfRangeException(nameof(step), step, $"Arange: a step of {step} leads from {start} away from {end}: change its sign.{NameScope.Suffix}");
        var count = Math.Ceiling((end - start) / step);
        if (!(count <= Array.MaxLength)) throw new ArgumentException($"Arange: {count} elements are more than a tensor can hold.{NameScope.Suffix}", nameof(end));
        var y = New([(int)count], dtype);
        Ops.ScalarOperand.Check("Arange", y, start);
        Ops.ScalarOperand.Check("Arange", y, step);
        if (y.Size > 0) Ops.ScalarOperand.Check("Arange", y, start + (y.Size - 1) * step);
        Dispatch.Number("Arange", dtype, new ArangeKernel(y, start, step));
        return y.AsData();
    }

    private readonly struct ArangeKernel(Tensor y, double start, double step) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var span = y.Span<T>();
            for (var i = 0; i < span.Length; i++) span[i] = T.CreateTruncating(start + i * step);
        }
    }
}
