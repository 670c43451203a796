using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>y = x times a random factor each: a constant with a given probability, else 0. The same elements are kept as by <see cref="Sampling.Bernoulli"/>.</summary>
/// <remarks>The factors are made from the random words where they are needed and never written to memory. y may be x.</remarks>
internal static unsafe class BernoulliFactors
{
    // longs of random bits that are made together, one an element
    private const int Block = 256;

    /// <summary>Multiplies each element by its factor, a large span in chunks on several threads.</summary>
    /// <param name="philox">Where the random words come from.</param>
    /// <param name="position">The first block of them.</param>
    /// <param name="probability">Of an element to be kept, above 0 and at most 1.</param>
    /// <param name="factor">Of what is kept.</param>
    /// <param name="x">The input.</param>
    /// <param name="y">The output, or the input again.</param>
    public static void Run<T>(Philox philox, ulong position, double probability, T factor, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.IsEmpty) return;
        // w · 2⁻⁵³ of the upper 53 bits is below the probability just where all 64 are at most this, and integers compare in vectors
        var most = ((ulong)Math.Ceiling(probability * (1L << 53)) << 11) - 1;
        fixed (T* from = x, to = y)
        {
            var work = new Chunks<T>(philox, position, most, factor, from, to, y.Length);
            if (y.Length <= ElementChunks.Size) work.Run(0);
            else ForkJoin.Run(ElementChunks.Count(y.Length), work);
        }
    }

    private readonly struct Chunks<T>(Philox philox, ulong position, ulong most, T factor, T* x, T* y, int length) : IChunkedWork where T : unmanaged, IFloatingPointIeee754<T>
    {
        [SkipLocalsInit]
        public void Run(int chunk)
        {
            Span<ulong> words = stackalloc ulong[Block];
            var end = Math.Min(length, (chunk + 1) * ElementChunks.Size);
            for (var i = chunk * ElementChunks.Size; i < end; i += Block)
            {
                var n = Math.Min(Block, end - i);
                philox.Fill(position + (ulong)i / 2, words[..n]);
                Scale(words[..n], most, factor, x + i, y + i);
            }
        }
    }

    private static void Scale<T>(ReadOnlySpan<ulong> words, ulong most, T factor, T* x, T* y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            // vectors compare signed numbers: with the top bit turned over, the order is that of unsigned ones
            var (top, factors) = (Vector256.Create(long.MinValue), Vector256.Create(factor));
            var limit = Vector256.Create((long)most) ^ top;
            ref var from = ref Unsafe.As<ulong, long>(ref MemoryMarshal.GetReference(words));
            for (; i <= words.Length - Vector256<T>.Count; i += Vector256<T>.Count)
            {
                var dropped = Vector256.GreaterThan(Vector256.LoadUnsafe(ref from, (nuint)i) ^ top, limit);
                var mask = typeof(T) == typeof(float)
                    ? Vector256.Narrow(dropped, Vector256.GreaterThan(Vector256.LoadUnsafe(ref from, (nuint)i + 4) ^ top, limit)).As<int, T>()
                    : dropped.As<long, T>();
                (Vector256.Load(x + i) * Vector256.AndNot(factors, mask)).Store(y + i);
            }
        }
        for (; i < words.Length; i++) y[i] = x[i] * (words[i] <= most ? factor : T.Zero);
    }
}
