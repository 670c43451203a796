using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>The loops that run an operator over spans of one length. A result may be written over an operand.</summary>
/// <remarks>
/// The last elements, fewer than a register holds, are computed as a register filled up with zeros: an element's bits do
/// not depend on its place. The loops are compiled at full speed at once: a first pass should not wait for the second tier.
/// </remarks>
internal static class Elementwise
{
    /// <summary>y = f(x).</summary>
    public static void Run<T, F>(F f, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged where F : struct, IUnaryOperator
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y[..x.Length]);
        if (typeof(T) == typeof(float))
        {
            if (Vector512.IsHardwareAccelerated) Pairs<T, WideSingle, PairedSingle, F>(f, ref from, ref to, x.Length);
            else Loop<T, NativeSingle, F>(f, ref from, ref to, x.Length);
        }
        else if (Vector512.IsHardwareAccelerated) Pairs<T, WideDouble, PairedDouble, F>(f, ref from, ref to, x.Length);
        else Loop<T, NativeDouble, F>(f, ref from, ref to, x.Length);
    }

    /// <summary>z = f(x, y).</summary>
    public static void Run<T, F>(F f, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged where F : struct, IBinaryOperator
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y[..x.Length]);
        ref var to = ref MemoryMarshal.GetReference(z[..x.Length]);
        if (typeof(T) == typeof(float))
        {
            if (Vector512.IsHardwareAccelerated) Pairs<T, WideSingle, PairedSingle, F>(f, ref first, ref second, ref to, x.Length);
            else Loop<T, NativeSingle, F>(f, ref first, ref second, ref to, x.Length);
        }
        else if (Vector512.IsHardwareAccelerated) Pairs<T, WideDouble, PairedDouble, F>(f, ref first, ref second, ref to, x.Length);
        else Loop<T, NativeDouble, F>(f, ref first, ref second, ref to, x.Length);
    }

    /// <summary>w = f(x, y, z).</summary>
    public static void Run<T, F>(F f, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> w) where T : unmanaged where F : struct, ITernaryOperator
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y[..x.Length]);
        ref var third = ref MemoryMarshal.GetReference(z[..x.Length]);
        ref var to = ref MemoryMarshal.GetReference(w[..x.Length]);
        if (typeof(T) == typeof(float))
        {
            if (Vector512.IsHardwareAccelerated) Pairs<T, WideSingle, PairedSingle, F>(f, ref first, ref second, ref third, ref to, x.Length);
            else Loop<T, NativeSingle, F>(f, ref first, ref second, ref third, ref to, x.Length);
        }
        else if (Vector512.IsHardwareAccelerated) Pairs<T, WideDouble, PairedDouble, F>(f, ref first, ref second, ref third, ref to, x.Length);
        else Loop<T, NativeDouble, F>(f, ref first, ref second, ref third, ref to, x.Length);
    }

    // short spans do without the second method
    private static void Pairs<T, V, P, F>(F f, ref T x, ref T y, int n)
        where T : unmanaged where V : struct, ILanes<V> where P : struct, ILanes<P> where F : struct, IUnaryOperator
    {
        var paired = n < 4 * P.Count ? 0 : n - n % P.Count;
        if (paired > 0) Loop<T, P, F>(f, ref x, ref y, paired);
        if (paired < n) Loop<T, V, F>(f, ref Unsafe.Add(ref x, paired), ref Unsafe.Add(ref y, paired), n - paired);
    }

    private static void Pairs<T, V, P, F>(F f, ref T x, ref T y, ref T z, int n)
        where T : unmanaged where V : struct, ILanes<V> where P : struct, ILanes<P> where F : struct, IBinaryOperator
    {
        var paired = n < 4 * P.Count ? 0 : n - n % P.Count;
        if (paired > 0) Loop<T, P, F>(f, ref x, ref y, ref z, paired);
        if (paired < n) Loop<T, V, F>(f, ref Unsafe.Add(ref x, paired), ref Unsafe.Add(ref y, paired), ref Unsafe.Add(ref z, paired), n - paired);
    }

    private static void Pairs<T, V, P, F>(F f, ref T x, ref T y, ref T z, ref T w, int n)
        where T : unmanaged where V : struct, ILanes<V> where P : struct, ILanes<P> where F : struct, ITernaryOperator
    {
        var paired = n < 4 * P.Count ? 0 : n - n % P.Count;
        if (paired > 0) Loop<T, P, F>(f, ref x, ref y, ref z, ref w, paired);
        if (paired < n) Loop<T, V, F>(f, ref Unsafe.Add(ref x, paired), ref Unsafe.Add(ref y, paired), ref Unsafe.Add(ref z, paired), ref Unsafe.Add(ref w, paired), n - paired);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Loop<T, V, F>(F f, ref T x, ref T y, int n) where T : unmanaged where V : struct, ILanes<V> where F : struct, IUnaryOperator
    {
        var i = 0;
        for (; i <= n - V.Count; i += V.Count) Store(f.Invoke(Load<T, V>(ref x, i)), ref y, i);
        if (i < n) Rest<T, V, F>(f, ref Unsafe.Add(ref x, i), ref Unsafe.Add(ref y, i), n - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Loop<T, V, F>(F f, ref T x, ref T y, ref T z, int n) where T : unmanaged where V : struct, ILanes<V> where F : struct, IBinaryOperator
    {
        var i = 0;
        for (; i <= n - V.Count; i += V.Count) Store(f.Invoke(Load<T, V>(ref x, i), Load<T, V>(ref y, i)), ref z, i);
        if (i < n) Rest<T, V, F>(f, ref Unsafe.Add(ref x, i), ref Unsafe.Add(ref y, i), ref Unsafe.Add(ref z, i), n - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Loop<T, V, F>(F f, ref T x, ref T y, ref T z, ref T w, int n) where T : unmanaged where V : struct, ILanes<V> where F : struct, ITernaryOperator
    {
        var i = 0;
        for (; i <= n - V.Count; i += V.Count) Store(f.Invoke(Load<T, V>(ref x, i), Load<T, V>(ref y, i), Load<T, V>(ref z, i)), ref w, i);
        if (i < n) Rest<T, V, F>(f, ref Unsafe.Add(ref x, i), ref Unsafe.Add(ref y, i), ref Unsafe.Add(ref z, i), ref Unsafe.Add(ref w, i), n - i);
    }

    // in methods of their own: lanes whose address is taken would leave the registers
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rest<T, V, F>(F f, ref T x, ref T y, int n) where T : unmanaged where V : struct, ILanes<V> where F : struct, IUnaryOperator
    {
        var (first, result) = (default(V), default(V));
        Copy(ref x, ref Unsafe.As<V, T>(ref first), n);
        result = f.Invoke(first);
        Copy(ref Unsafe.As<V, T>(ref result), ref y, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rest<T, V, F>(F f, ref T x, ref T y, ref T z, int n) where T : unmanaged where V : struct, ILanes<V> where F : struct, IBinaryOperator
    {
        var (first, second, result) = (default(V), default(V), default(V));
        Copy(ref x, ref Unsafe.As<V, T>(ref first), n);
        Copy(ref y, ref Unsafe.As<V, T>(ref second), n);
        result = f.Invoke(first, second);
        Copy(ref Unsafe.As<V, T>(ref result), ref z, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rest<T, V, F>(F f, ref T x, ref T y, ref T z, ref T w, int n) where T : unmanaged where V : struct, ILanes<V> where F : struct, ITernaryOperator
    {
        var (first, second, third, result) = (default(V), default(V), default(V), default(V));
        Copy(ref x, ref Unsafe.As<V, T>(ref first), n);
        Copy(ref y, ref Unsafe.As<V, T>(ref second), n);
        Copy(ref z, ref Unsafe.As<V, T>(ref third), n);
        result = f.Invoke(first, second, third);
        Copy(ref Unsafe.As<V, T>(ref result), ref w, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<T, V>(ref T x, int i) where T : unmanaged where V : struct =>
        Unsafe.ReadUnaligned<V>(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref x, i)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, V>(V value, ref T y, int i) where T : unmanaged where V : struct =>
        Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref y, i)), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(ref T from, ref T to, int n) where T : unmanaged
    {
        for (var i = 0; i < n; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i);
    }
}
