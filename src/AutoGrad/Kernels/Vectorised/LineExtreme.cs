using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>The extreme element of a span, by an operator that is <see cref="Larger"/> or <see cref="Smaller"/>: in any order the same bits, NaN alike or not.</summary>
internal static class LineExtreme
{
    /// <summary>The spans that are worth it.</summary>
    public static bool Takes<T>(int length) => length >= 128 && (typeof(T) == typeof(float) || typeof(T) == typeof(double));

    public static T Run<T, F>(F f, ReadOnlySpan<T> x) where T : unmanaged where F : struct, IBinaryOperator
    {
        if (typeof(T) == typeof(float)) return Vector512.IsHardwareAccelerated ? Loop<T, WideSingle, F>(f, x) : Loop<T, NativeSingle, F>(f, x);
        return Vector512.IsHardwareAccelerated ? Loop<T, WideDouble, F>(f, x) : Loop<T, NativeDouble, F>(f, x);
    }

    /// <summary>Where a value is first, NaN included; −1 if it is nowhere.</summary>
    public static int IndexOf<T>(ReadOnlySpan<T> x, T value) where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float)) return Vector512.IsHardwareAccelerated ? Find<T, WideSingle>(x, value) : Find<T, NativeSingle>(x, value);
        return Vector512.IsHardwareAccelerated ? Find<T, WideDouble>(x, value) : Find<T, NativeDouble>(x, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Find<T, V>(ReadOnlySpan<T> x, T value) where T : unmanaged, INumber<T> where V : struct, ILanes<V>
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        var (sought, unknown, i) = (V.Constant(double.CreateTruncating(value)), T.IsNaN(value), 0);
        for (; i <= x.Length - V.Count; i += V.Count)
        {
            var v = Load<T, V>(ref from, i);
            if (V.Any(unknown ? ~V.Equal(v, v) : V.Equal(v, sought))) break;
        }
        for (; i < x.Length; i++)
            if (x[i] == value || (unknown && T.IsNaN(x[i]))) return i;
        return -1;
    }

    /// <summary>Four vectors at a time; the last ones may be read twice, which changes no extreme.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static T Loop<T, V, F>(F f, ReadOnlySpan<T> x) where T : unmanaged where V : struct, ILanes<V> where F : struct, IBinaryOperator
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        int step = 4 * V.Count, last = x.Length - step;
        V a = Load<T, V>(ref from, 0), b = Load<T, V>(ref from, V.Count), c = Load<T, V>(ref from, 2 * V.Count), d = Load<T, V>(ref from, 3 * V.Count);
        for (var i = step; i < x.Length; i += step)
        {
            var at = Math.Min(i, last);
            a = f.Invoke(a, Load<T, V>(ref from, at));
            b = f.Invoke(b, Load<T, V>(ref from, at + V.Count));
            c = f.Invoke(c, Load<T, V>(ref from, at + (2 * V.Count)));
            d = f.Invoke(d, Load<T, V>(ref from, at + (3 * V.Count)));
        }
        return Across<T, V, F>(f, f.Invoke(f.Invoke(a, b), f.Invoke(c, d)));
    }

    // the address of a vector is taken here: in the loop it would leave its register
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Across<T, V, F>(F f, V all) where T : unmanaged where V : struct, ILanes<V> where F : struct, IBinaryOperator
    {
        Span<T> lanes = stackalloc T[V.Count];
        Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref lanes[0]), all);
        for (var n = V.Count / 2; n > 0; n /= 2) Elementwise.Run(f, lanes[..n], lanes.Slice(n, n), lanes[..n]);
        return lanes[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<T, V>(ref T x, int i) where T : unmanaged where V : struct => Unsafe.ReadUnaligned<V>(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref x, i)));
}
