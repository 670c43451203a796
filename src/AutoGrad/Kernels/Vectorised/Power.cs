using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad.Kernels;

/// <summary>Powers as e^(y ln |x|); those of floats in double lanes, those of doubles with a logarithm of twice the digits, since its error grows with the exponent.</summary>
internal static class Power
{
    private const int Block = 256;

    /// <summary>z = xʸ, with the special values of IEEE 754.</summary>
    public static void Run<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IPowerFunctions<T>
    {
        if (typeof(T) == typeof(float)) Singles(Cast(x), Cast(y), MemoryMarshal.Cast<T, float>(z));
        else if (typeof(T) == typeof(double)) Doubles(MemoryMarshal.Cast<T, double>(x), MemoryMarshal.Cast<T, double>(y), MemoryMarshal.Cast<T, double>(z));
        else TensorPrimitives.Pow(x, y, z);
    }

    /// <summary>y = xᶜ.</summary>
    public static void Run<T>(ReadOnlySpan<T> x, T exponent, Span<T> y) where T : unmanaged, IPowerFunctions<T>
    {
        if (typeof(T) == typeof(float)) Singles(Cast(x), float.CreateTruncating(exponent), MemoryMarshal.Cast<T, float>(y));
        else if (typeof(T) == typeof(double)) Doubles(MemoryMarshal.Cast<T, double>(x), double.CreateTruncating(exponent), MemoryMarshal.Cast<T, double>(y));
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

    [SkipLocalsInit]
    private static void Doubles(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> z)
    {
        Span<double> bases = stackalloc double[Block], high = stackalloc double[Block], low = stackalloc double[Block];
        for (var i = 0; i < z.Length; i += Block)
        {
            var n = Math.Min(Block, z.Length - i);
            Raise(x.Slice(i, n), y.Slice(i, n), bases, high, low, z.Slice(i, n));
        }
    }

    [SkipLocalsInit]
    private static void Doubles(ReadOnlySpan<double> x, double exponent, Span<double> y)
    {
        Span<double> bases = stackalloc double[Block], high = stackalloc double[Block], low = stackalloc double[Block], exponents = stackalloc double[Block];
        exponents[..Math.Min(Block, y.Length)].Fill(exponent);
        for (var i = 0; i < y.Length; i += Block)
        {
            var n = Math.Min(Block, y.Length - i);
            Raise(x.Slice(i, n), exponents[..n], bases, high, low, y.Slice(i, n));
        }
    }

    private static void Raise(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> bases, Span<double> high, Span<double> low, Span<double> z)
    {
        // whole registers: the last ones are filled up
        var whole = (x.Length + 15) & ~15;
        x.CopyTo(bases);
        bases[x.Length..whole].Fill(1);
        LongLogarithm.OfSizes(bases[..whole], high, low);
        Elementwise.Run(default(ExpOfProduct), y, high, low, high);
        Elementwise.Run(default(WithSign), x, y, high, z);
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
        public V Invoke<V>(V x, V y, V log) where V : struct, ILanes<V> => Signed(x, y, Exponential.Exp(y * log));
    }

    private readonly struct ExpOfProduct : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V y, V high, V low) where V : struct, ILanes<V>
        {
            var product = y * high;
            var rest = V.Fma(y, low, V.Fma(y, high, -product));
            // where the product is infinite the rest is none
            return Exponential.ExpOfParts(product, rest & (Lanes.Abs(product) < V.Constant(800)));
        }
    }

    private readonly struct WithSign : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y, V size) where V : struct, ILanes<V> => Signed(x, y, size);
    }

    /// <summary>xʸ from |x|ʸ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Signed<V>(V x, V y, V z) where V : struct, ILanes<V>
    {
        var (zero, one, infinity) = (V.Constant(0), V.Constant(1), V.Constant(double.PositiveInfinity));
        var size = Lanes.Abs(x);
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
