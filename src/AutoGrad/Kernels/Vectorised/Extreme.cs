using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>The larger number; NaN if either is, and of two zeros the positive one.</summary>
internal readonly struct Larger : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x, V y) where V : struct, ILanes<V> =>
        V.Select(V.Equal(x, y), x & y, V.Select(V.Equal(x, x), V.Greatest(x, y), x));
}

/// <summary>The smaller number; NaN if either is, and of two zeros the negative one.</summary>
internal readonly struct Smaller : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x, V y) where V : struct, ILanes<V> =>
        V.Select(V.Equal(x, y), x | y, V.Select(V.Equal(x, x), V.Least(x, y), x));
}

/// <summary>max(x, 0), where −0 becomes 0; NaN stays.</summary>
internal readonly struct Rectified : IUnaryOperator
{
    // the larger of 0 and −0 is the second to the processor
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x) where V : struct, ILanes<V> => V.Greatest(V.Constant(0), x) + V.Constant(0);
}

/// <summary>Larger and smaller elements of spans, of whole numbers too.</summary>
internal static class Extreme
{
    /// <inheritdoc cref="AutoGrad.Kernels.Larger"/>
    public static void Larger<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double)) Elementwise.Run(default(Larger), x, y, z);
        else TensorPrimitives.Max(x, y, z);
    }

    /// <inheritdoc cref="AutoGrad.Kernels.Smaller"/>
    public static void Smaller<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double)) Elementwise.Run(default(Smaller), x, y, z);
        else TensorPrimitives.Min(x, y, z);
    }

    /// <inheritdoc cref="Rectified"/>
    public static void Rectify<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double)) Elementwise.Run(default(Rectified), x, y);
        else TensorPrimitives.Max(x, T.Zero, y);
    }
}
