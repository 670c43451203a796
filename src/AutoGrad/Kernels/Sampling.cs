using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Fills spans with random numbers. Element i depends on the seed, the position and i alone.</summary>
/// <remarks>Float32 takes one word an element, everything else two; a block of Philox holds four words.</remarks>
internal static class Sampling
{
    private const double Inverse2To32 = 1.0 / (1L << 32);

    // longs of random bits that are made together
    private const int Block = 256;

    /// <summary>How many blocks a call of <paramref name="count"/> elements uses up.</summary>
    /// <param name="count">Number of elements.</param>
    /// <param name="words">32-bit words an element.</param>
    public static ulong Blocks(int count, int words) => ((ulong)count * (ulong)words + 3) / 4;

    /// <summary>Words an element of <typeparamref name="T"/> takes.</summary>
    public static int WordsOf<T>() => typeof(T) == typeof(float) ? 1 : 2;

    /// <summary>Uniform in [low, high): never <paramref name="high"/>, unless both are equal.</summary>
    [SkipLocalsInit]
    public static void Uniform<T>(Philox philox, ulong position, T low, T high, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (range, largest) = (high - low, T.Max(low, T.BitDecrement(high)));
        Span<ulong> words = stackalloc ulong[Block];
        var left = y;
        var each = typeof(T) == typeof(float) ? 2 * Block : Block;
        for (; !left.IsEmpty; left = left[Math.Min(each, left.Length)..], position += Block / 2)
        {
            var part = left[..Math.Min(each, left.Length)];
            if (typeof(T) == typeof(float))
            {
                philox.Fill(position, words[..((part.Length + 1) / 2)]);
                for (var i = 0; i < part.Length; i++) part[i] = low + range * Unit<T>((uint)(words[i >> 1] >> 32 * (i & 1)));
            }
            else
            {
                philox.Fill(position, words[..part.Length]);
                for (var i = 0; i < part.Length; i++) part[i] = low + range * T.CreateTruncating(Unit(words[i]));
            }
        }
        // low + range·u may round up to the excluded end
        TensorPrimitives.Min(y, largest, y);
    }

    /// <summary>Normal with a mean and a standard deviation, by the transformation of Box and Muller (1958).</summary>
    public static void Normal<T>(Philox philox, ulong position, double mean, double std, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            for (var i = 0; i < y.Length; i += 4)
            {
                var w = philox.At(position++);
                Pair((w.W0 + 1.0) * Inverse2To32, w.W1 * Inverse2To32, mean, std, y[i..]);
                if (i + 2 < y.Length) Pair((w.W2 + 1.0) * Inverse2To32, w.W3 * Inverse2To32, mean, std, y[(i + 2)..]);
            }
        else
            for (var i = 0; i < y.Length; i += 2)
            {
                var w = philox.At(position++);
                Pair(1 - Unit(w.Long0), Unit(w.Long1), mean, std, y[i..]);
            }
    }

    /// <summary>Integers of [low, low + range), all equally likely.</summary>
    public static void Integers<T>(Philox philox, ulong position, long low, ulong range, Span<T> y) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < y.Length; i++) y[i] = T.CreateTruncating(low + (long)Below(philox, position, i, range));
    }

    /// <summary>True with a given probability.</summary>
    [SkipLocalsInit]
    public static void Bernoulli(Philox philox, ulong position, double probability, Span<bool> y)
    {
        Span<ulong> words = stackalloc ulong[Block];
        for (; !y.IsEmpty; y = y[Math.Min(Block, y.Length)..], position += Block / 2)
        {
            var n = Math.Min(Block, y.Length);
            philox.Fill(position, words[..n]);
            for (var i = 0; i < n; i++) y[i] = Unit(words[i]) < probability;
        }
    }

    /// <summary>The integer of [0, range) at element <paramref name="i"/>; a range of 0 stands for 2⁶⁴.</summary>
    /// <remarks>D. Lemire: Fast random integer generation in an interval (2019). A rejected draw is repeated in the counter's high half, so no element moves another.</remarks>
    public static ulong Below(Philox philox, ulong position, int i, ulong range)
    {
        for (var attempt = 0ul; ; attempt++)
        {
            var w = philox.At(position + (ulong)(i / 2), attempt);
            var bits = i % 2 == 0 ? w.Long0 : w.Long1;
            if (range == 0) return bits;
            var high = Math.BigMul(bits, range, out var low);
            if (low >= range || low >= (0 - range) % range) return high;
        }
    }

    private static void Pair<T>(double u, double v, double mean, double std, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var radius = Math.Sqrt(-2 * Math.Log(u)) * std;
        var (sin, cos) = Math.SinCos(2 * Math.PI * v);
        y[0] = T.CreateTruncating(mean + radius * cos);
        if (y.Length > 1) y[1] = T.CreateTruncating(mean + radius * sin);
    }

    // 24 bits fill the significand of a float, 53 that of a double: both stay below 1
    private static T Unit<T>(uint word) where T : unmanaged, IFloatingPointIeee754<T> => T.CreateTruncating((word >> 8) * (1f / (1 << 24)));

    private static double Unit(ulong word) => (word >> 11) * (1.0 / (1L << 53));
}
