using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>What holds or does not hold between two numbers.</summary>
internal interface IComparison
{
    static abstract bool Holds<T>(T x, T y) where T : INumber<T>;

    /// <summary>The same for some side by side: all ones where it holds, zeros elsewhere.</summary>
    static abstract Vector256<T> Holds<T>(Vector256<T> x, Vector256<T> y);
}

/// <summary>Comparisons of spans, with a truth value an element.</summary>
internal static class Comparisons
{
    /// <summary>z = whether it holds between x and y.</summary>
    public static void Run<T, C>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z) where T : unmanaged, INumber<T> where C : struct, IComparison
    {
        y = y[..x.Length];
        z = z[..x.Length];
        var i = 0;
        if (Vector256.IsHardwareAccelerated && Vector256<T>.IsSupported)
        {
            ref var first = ref MemoryMarshal.GetReference(x);
            ref var second = ref MemoryMarshal.GetReference(y);
            ref var to = ref Unsafe.As<bool, byte>(ref MemoryMarshal.GetReference(z));
            if (Unsafe.SizeOf<T>() == 4)
                for (; i <= x.Length - 32; i += 32) Store(Bytes<T, C>(ref first, ref second, i), ref to, i);
            else if (Unsafe.SizeOf<T>() == 8)
                for (; i <= x.Length - 32; i += 32) Store(BytesOfLong<T, C>(ref first, ref second, i), ref to, i);
        }
        for (; i < x.Length; i++) z[i] = C.Holds(x[i], y[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<byte> truths, ref byte to, int i) => (truths & Vector256<byte>.One).StoreUnsafe(ref to, (nuint)i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> At<T, C>(ref T x, ref T y, int i) where T : unmanaged, INumber<T> where C : struct, IComparison =>
        C.Holds(Vector256.LoadUnsafe(ref x, (nuint)i), Vector256.LoadUnsafe(ref y, (nuint)i)).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Bytes<T, C>(ref T x, ref T y, int i) where T : unmanaged, INumber<T> where C : struct, IComparison =>
        Vector256.Narrow(
            Vector256.Narrow(At<T, C>(ref x, ref y, i), At<T, C>(ref x, ref y, i + 8)),
            Vector256.Narrow(At<T, C>(ref x, ref y, i + 16), At<T, C>(ref x, ref y, i + 24)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> BytesOfLong<T, C>(ref T x, ref T y, int i) where T : unmanaged, INumber<T> where C : struct, IComparison =>
        Vector256.Narrow(
            Vector256.Narrow(Pair<T, C>(ref x, ref y, i), Pair<T, C>(ref x, ref y, i + 8)),
            Vector256.Narrow(Pair<T, C>(ref x, ref y, i + 16), Pair<T, C>(ref x, ref y, i + 24)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Pair<T, C>(ref T x, ref T y, int i) where T : unmanaged, INumber<T> where C : struct, IComparison =>
        Vector256.Narrow(At<T, C>(ref x, ref y, i).AsUInt64(), At<T, C>(ref x, ref y, i + 4).AsUInt64());
}

/// <summary>x &lt; y; false beside a NaN.</summary>
internal readonly struct IsLess : IComparison
{
    public static bool Holds<T>(T x, T y) where T : INumber<T> => x < y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Holds<T>(Vector256<T> x, Vector256<T> y) => Vector256.LessThan(x, y);
}

/// <summary>x ≤ y; false beside a NaN.</summary>
internal readonly struct IsLessOrEqual : IComparison
{
    public static bool Holds<T>(T x, T y) where T : INumber<T> => x <= y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Holds<T>(Vector256<T> x, Vector256<T> y) => Vector256.LessThanOrEqual(x, y);
}

/// <summary>x = y; false beside a NaN.</summary>
internal readonly struct IsEqual : IComparison
{
    public static bool Holds<T>(T x, T y) where T : INumber<T> => x == y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Holds<T>(Vector256<T> x, Vector256<T> y) => Vector256.Equals(x, y);
}

/// <summary>x ≠ y; true beside a NaN.</summary>
internal readonly struct IsOther : IComparison
{
    public static bool Holds<T>(T x, T y) where T : INumber<T> => x != y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Holds<T>(Vector256<T> x, Vector256<T> y) => ~Vector256.Equals(x, y);
}
