using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad.Kernels;

/// <summary>Powers; those of floats as e^(y ln |x|) in double lanes, whose digits suffice for the logarithm's error times the largest exponent.</summary>
internal static class Power
{
    private const int Block = 256;

    /// <summary>z = xʸ, with the special values of IEEE 754.</summary>
    public static void Run<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IPowerFunctions<T>
    {
        if (typeof(T) == typeof(float)) Singles(Cast(x), Cast(y), MemoryMarshal.Cast<T, float>(z));
        else TensorPrimitives.Pow(x, y, z);
    }

    /// <summary>y = xᶜ.</summary>
    public static void Run<T>(ReadOnlySpan<T> x, T exponent, Span<T> y) where T : unmanaged, IPowerFunctions<T>
    {
        if (typeof(T) == typeof(float)) Singles(Cast(x), float.CreateTruncating(exponent), MemoryMarshal.Cast<T, float>(y));
        else TensorPrimitives.Pow(x, exponent, y);
    }

    private static ReadOnlySpan<float> Cast<T>(ReadOnlySpan<T> x) where T : unmanaged => MemoryMarshal.Cast<T, float>(x);

    [SkipLocalsInit]
    private static void Singles(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
    {
        Span<double> bases = stackalloc double[Block], exponents = stackalloc double[Block], logs = stackalloc double[Block];
        for (var i = 0; i < z.Length; i += Block)
        {
            var n = Math.Min(Block, z.Length - i);
            TensorPrimitives.ConvertTruncating<float, double>(x.Slice(i, n), bases);
            TensorPrimitives.ConvertTruncating<float, double>(y.Slice(i, n), exponents);
            Raise(bases[..n], exponents[..n], logs[..n], z.Slice(i, n));
        }
    }

    [SkipLocalsInit]
    private static void Singles(ReadOnlySpan<float> x, float exponent, Span<float> y)
    {
        Span<double> bases = stackalloc double[Block], exponents = stackalloc double[Block], logs = stackalloc double[Block];
        exponents.Fill(exponent);
        for (var i = 0; i < y.Length; i += Block)
        {
            var n = Math.Min(Block, y.Length - i);
            TensorPrimitives.ConvertTruncating<float, double>(x.Slice(i, n), bases);
            Raise(bases[..n], exponents[..n], logs[..n], y.Slice(i, n));
        }
    }

    private static void Raise(Span<double> x, Span<double> y, Span<double> logs, Span<float> z)
    {
        Elementwise.Run(default(LogOfSize), x, logs);
        Elementwise.Run(default(PowerByLog), x, y, logs, logs);
        TensorPrimitives.ConvertTruncating<double, float>(logs, z);
    }

    private readonly struct LogOfSize : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILanes<V> => Logarithm.Log(Lanes.Abs(x));
    }

    private readonly struct PowerByLog : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y, V log) where V : struct, ILanes<V>
        {
            var (zero, one, infinity) = (V.Constant(0), V.Constant(1), V.Constant(double.PositiveInfinity));
            var size = Lanes.Abs(x);
            var z = Exponential.Exp(y * log);
            // every number is even, whole or not, from 2⁵³ on
            var half = y * V.Constant(0.5);
            var whole = V.Equal(V.Truncate(y), y);
            var odd = whole & ~V.Equal(V.Truncate(half), half);
            z = V.Select(odd, Lanes.CopySign(z, x), z);
            var nowhere = (x < zero) & (size < infinity) & ~whole;
            z = V.Select(nowhere, V.Constant(double.NaN), z);
            return V.Select(V.Equal(y, zero) | V.Equal(x, one) | (V.Equal(size, one) & V.Equal(Lanes.Abs(y), infinity)), one, z);
        }
    }
}
