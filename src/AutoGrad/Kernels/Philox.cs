using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>Philox4x32-10: random words as a function of a key and a counter.</summary>
/// <remarks>
/// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011). Having no
/// state to pass along, it gives element i of a tensor the same bits however the work is split.
/// </remarks>
/// <param name="seed">The key.</param>
internal readonly struct Philox(ulong seed)
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    /// <summary>The four words at a place.</summary>
    /// <param name="low">The low half of the 128-bit counter.</param>
    /// <param name="high">The high half.</param>
    public Words At(ulong low, ulong high = 0)
    {
        uint c0 = (uint)low, c1 = (uint)(low >> 32), c2 = (uint)high, c3 = (uint)(high >> 32);
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0, p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }
        return new Words(c0, c1, c2, c3);
    }

    /// <summary>The words at a place and at the ones after it, two longs a place: the same bits as from one after the other.</summary>
    public void Fill(ulong low, Span<ulong> longs)
    {
        var i = 0;
        if (low < ulong.MaxValue - (uint)longs.Length)
        {
            if (Avx512F.IsSupported)
                for (; i <= longs.Length - 32; i += 32, low += 16) Sixteen(low, ref longs[i]);
            if (Avx2.IsSupported)
                for (; i <= longs.Length - 8; i += 8, low += 4) Four(low, ref longs[i]);
        }
        for (; i < longs.Length; i += 2)
        {
            var words = At(low++);
            longs[i] = words.Long0;
            if (i + 1 < longs.Length) longs[i + 1] = words.Long1;
        }
    }

    /// <summary>Four places side by side, each word in the low half of a lane; what is in the high halves does not matter.</summary>
    private void Four(ulong low, ref ulong longs)
    {
        var counter = Vector256.Create(low, low + 1, low + 2, low + 3);
        var (c0, c1, c2, c3) = (counter, counter >> 32, Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        var (first, second) = (Vector256.Create((ulong)Multiplier0), Vector256.Create((ulong)Multiplier1));
        var (k0, k1, step0, step1) = (Vector256.Create(seed), Vector256.Create(seed >> 32), Vector256.Create((ulong)Weyl0), Vector256.Create((ulong)Weyl1));
        for (var round = 0; round < Rounds; round++)
        {
            var (p0, p1) = (Avx2.Multiply(first.AsUInt32(), c0.AsUInt32()), Avx2.Multiply(second.AsUInt32(), c2.AsUInt32()));
            (c0, c1, c2, c3) = ((p1 >> 32) ^ c1 ^ k0, p1, (p0 >> 32) ^ c3 ^ k1, p0);
            k0 += step0;
            k1 += step1;
        }
        var mask = Vector256.Create((ulong)uint.MaxValue);
        var (long0, long1) = (c0 & mask | c1 << 32, c2 & mask | c3 << 32);
        var (even, odd) = (Avx2.UnpackLow(long0, long1), Avx2.UnpackHigh(long0, long1));      // of places 0 and 2, of 1 and 3
        Avx2.Permute2x128(even, odd, 0x20).StoreUnsafe(ref longs);
        Avx2.Permute2x128(even, odd, 0x31).StoreUnsafe(ref longs, 4);
    }

    /// <summary>Twice eight places: one multiplication waits for the other, and two such chains fill the gaps.</summary>
    private void Sixteen(ulong low, ref ulong longs)
    {
        var a0 = Vector512.Create(low) + Vector512.Create(0ul, 1, 2, 3, 4, 5, 6, 7);
        var b0 = a0 + Vector512.Create(8ul);
        var (a1, a2, a3) = (a0 >> 32, Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        var (b1, b2, b3) = (b0 >> 32, Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        var (first, second) = (Vector512.Create((ulong)Multiplier0), Vector512.Create((ulong)Multiplier1));
        var (k0, k1, step0, step1) = (Vector512.Create(seed), Vector512.Create(seed >> 32), Vector512.Create((ulong)Weyl0), Vector512.Create((ulong)Weyl1));
        for (var round = 0; round < Rounds; round++)
        {
            var (p0, p1) = (Avx512F.Multiply(first.AsUInt32(), a0.AsUInt32()), Avx512F.Multiply(second.AsUInt32(), a2.AsUInt32()));
            var (q0, q1) = (Avx512F.Multiply(first.AsUInt32(), b0.AsUInt32()), Avx512F.Multiply(second.AsUInt32(), b2.AsUInt32()));
            a0 = (p1 >> 32) ^ a1 ^ k0;
            a2 = (p0 >> 32) ^ a3 ^ k1;
            (a1, a3) = (p1, p0);
            b0 = (q1 >> 32) ^ b1 ^ k0;
            b2 = (q0 >> 32) ^ b3 ^ k1;
            (b1, b3) = (q1, q0);
            k0 += step0;
            k1 += step1;
        }
        Store(a0, a1, a2, a3, ref longs);
        Store(b0, b1, b2, b3, ref Unsafe.Add(ref longs, 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<ulong> c0, Vector512<ulong> c1, Vector512<ulong> c2, Vector512<ulong> c3, ref ulong longs)
    {
        var mask = Vector512.Create((ulong)uint.MaxValue);
        var (long0, long1) = (c0 & mask | c1 << 32, c2 & mask | c3 << 32);
        Avx512F.PermuteVar8x64x2(long0, Vector512.Create(0ul, 8, 1, 9, 2, 10, 3, 11), long1).StoreUnsafe(ref longs);
        Avx512F.PermuteVar8x64x2(long0, Vector512.Create(4ul, 12, 5, 13, 6, 14, 7, 15), long1).StoreUnsafe(ref longs, 8);
    }

    /// <summary>One block of random bits: four words of 32, or two of 64.</summary>
    public readonly record struct Words(uint W0, uint W1, uint W2, uint W3)
    {
        public ulong Long0 => (ulong)W1 << 32 | W0;

        public ulong Long1 => (ulong)W3 << 32 | W2;
    }
}
