using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>The innermost loops of the matrix product: a tile of C from one packed panel of A and one of B.</summary>
/// <remarks>
/// A panel of A holds <see cref="Rows"/> numbers for each step along k, a panel of B holds <see cref="Columns{T}"/>. The sums are
/// named locals of a method that calls nothing: only then do they stay in registers.
/// </remarks>
internal static class GemmTile
{
    // 16 sums of 512 bits, or 12 of what Vector<T> is here (16 registers on x64)
    private const int WideRows = 8, NarrowRows = 6;

    /// <summary>Rows of a tile.</summary>
    public static int Rows => Vector512.IsHardwareAccelerated ? WideRows : NarrowRows;

    /// <summary>Columns of a tile: two vectors.</summary>
    public static int Columns<T>() => 2 * (Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector<T>.Count);

    /// <summary>c = a·b, or c += a·b.</summary>
    /// <param name="k">Steps.</param>
    /// <param name="a">A panel of k · <see cref="Rows"/> numbers.</param>
    /// <param name="b">A panel of k · <see cref="Columns{T}"/> numbers.</param>
    /// <param name="c">The tile's first number; each row of it is whole.</param>
    /// <param name="stride">From one row of the tile to the next.</param>
    /// <param name="add">Add to what is there.</param>
    public static void Run<T>(int k, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, int stride, bool add) where T : unmanaged, INumber<T>
    {
        var columns = Columns<T>();
        if (a.Length < k * Rows || b.Length < k * columns || c.Length < (Rows - 1) * stride + columns) throw new ArgumentException("A panel or tile is too short.");
        ref var first = ref MemoryMarshal.GetReference(a);
        ref var second = ref MemoryMarshal.GetReference(b);
        if (Vector512.IsHardwareAccelerated) Wide(k, ref first, ref second, ref MemoryMarshal.GetReference(c), stride, add);
        else Narrow(k, ref first, ref second, ref MemoryMarshal.GetReference(c), stride, add);
    }

    /// <summary>8 rows of two 512-bit vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide<T>(int k, ref T a, ref T b, ref T c, int stride, bool add) where T : unmanaged, INumber<T>
    {
        var lanes = (nuint)Vector512<T>.Count;
        Vector512<T> c00 = Vector512<T>.Zero, c01 = Vector512<T>.Zero;
        Vector512<T> c10 = Vector512<T>.Zero, c11 = Vector512<T>.Zero;
        Vector512<T> c20 = Vector512<T>.Zero, c21 = Vector512<T>.Zero;
        Vector512<T> c30 = Vector512<T>.Zero, c31 = Vector512<T>.Zero;
        Vector512<T> c40 = Vector512<T>.Zero, c41 = Vector512<T>.Zero;
        Vector512<T> c50 = Vector512<T>.Zero, c51 = Vector512<T>.Zero;
        Vector512<T> c60 = Vector512<T>.Zero, c61 = Vector512<T>.Zero;
        Vector512<T> c70 = Vector512<T>.Zero, c71 = Vector512<T>.Zero;
        for (; k > 0; k--)
        {
            Vector512<T> b0 = Vector512.LoadUnsafe(ref b), b1 = Vector512.LoadUnsafe(ref b, lanes), x;
            x = Vector512.Create(a);
            (c00, c01) = (MultiplyAdd(x, b0, c00), MultiplyAdd(x, b1, c01));
            x = Vector512.Create(Unsafe.Add(ref a, 1));
            (c10, c11) = (MultiplyAdd(x, b0, c10), MultiplyAdd(x, b1, c11));
            x = Vector512.Create(Unsafe.Add(ref a, 2));
            (c20, c21) = (MultiplyAdd(x, b0, c20), MultiplyAdd(x, b1, c21));
            x = Vector512.Create(Unsafe.Add(ref a, 3));
            (c30, c31) = (MultiplyAdd(x, b0, c30), MultiplyAdd(x, b1, c31));
            x = Vector512.Create(Unsafe.Add(ref a, 4));
            (c40, c41) = (MultiplyAdd(x, b0, c40), MultiplyAdd(x, b1, c41));
            x = Vector512.Create(Unsafe.Add(ref a, 5));
            (c50, c51) = (MultiplyAdd(x, b0, c50), MultiplyAdd(x, b1, c51));
            x = Vector512.Create(Unsafe.Add(ref a, 6));
            (c60, c61) = (MultiplyAdd(x, b0, c60), MultiplyAdd(x, b1, c61));
            x = Vector512.Create(Unsafe.Add(ref a, 7));
            (c70, c71) = (MultiplyAdd(x, b0, c70), MultiplyAdd(x, b1, c71));
            a = ref Unsafe.Add(ref a, 8);
            b = ref Unsafe.Add(ref b, 2 * lanes);
        }
        Store(c00, c01, ref c, add);
        Store(c10, c11, ref Unsafe.Add(ref c, stride), add);
        Store(c20, c21, ref Unsafe.Add(ref c, 2 * stride), add);
        Store(c30, c31, ref Unsafe.Add(ref c, 3 * stride), add);
        Store(c40, c41, ref Unsafe.Add(ref c, 4 * stride), add);
        Store(c50, c51, ref Unsafe.Add(ref c, 5 * stride), add);
        Store(c60, c61, ref Unsafe.Add(ref c, 6 * stride), add);
        Store(c70, c71, ref Unsafe.Add(ref c, 7 * stride), add);
    }

    /// <summary>6 rows of two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<T>(int k, ref T a, ref T b, ref T c, int stride, bool add) where T : unmanaged, INumber<T>
    {
        var lanes = (nuint)Vector<T>.Count;
        Vector<T> c00 = Vector<T>.Zero, c01 = Vector<T>.Zero;
        Vector<T> c10 = Vector<T>.Zero, c11 = Vector<T>.Zero;
        Vector<T> c20 = Vector<T>.Zero, c21 = Vector<T>.Zero;
        Vector<T> c30 = Vector<T>.Zero, c31 = Vector<T>.Zero;
        Vector<T> c40 = Vector<T>.Zero, c41 = Vector<T>.Zero;
        Vector<T> c50 = Vector<T>.Zero, c51 = Vector<T>.Zero;
        for (; k > 0; k--)
        {
            Vector<T> b0 = Vector.LoadUnsafe(ref b), b1 = Vector.LoadUnsafe(ref b, lanes), x;
            x = Vector.Create(a);
            (c00, c01) = (MultiplyAdd(x, b0, c00), MultiplyAdd(x, b1, c01));
            x = Vector.Create(Unsafe.Add(ref a, 1));
            (c10, c11) = (MultiplyAdd(x, b0, c10), MultiplyAdd(x, b1, c11));
            x = Vector.Create(Unsafe.Add(ref a, 2));
            (c20, c21) = (MultiplyAdd(x, b0, c20), MultiplyAdd(x, b1, c21));
            x = Vector.Create(Unsafe.Add(ref a, 3));
            (c30, c31) = (MultiplyAdd(x, b0, c30), MultiplyAdd(x, b1, c31));
            x = Vector.Create(Unsafe.Add(ref a, 4));
            (c40, c41) = (MultiplyAdd(x, b0, c40), MultiplyAdd(x, b1, c41));
            x = Vector.Create(Unsafe.Add(ref a, 5));
            (c50, c51) = (MultiplyAdd(x, b0, c50), MultiplyAdd(x, b1, c51));
            a = ref Unsafe.Add(ref a, 6);
            b = ref Unsafe.Add(ref b, 2 * lanes);
        }
        Store(c00, c01, ref c, add);
        Store(c10, c11, ref Unsafe.Add(ref c, stride), add);
        Store(c20, c21, ref Unsafe.Add(ref c, 2 * stride), add);
        Store(c30, c31, ref Unsafe.Add(ref c, 3 * stride), add);
        Store(c40, c41, ref Unsafe.Add(ref c, 4 * stride), add);
        Store(c50, c51, ref Unsafe.Add(ref c, 5 * stride), add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector512<T> x0, Vector512<T> x1, ref T c, bool add)
    {
        var lanes = (nuint)Vector512<T>.Count;
        if (add) (x0, x1) = (x0 + Vector512.LoadUnsafe(ref c), x1 + Vector512.LoadUnsafe(ref c, lanes));
        x0.StoreUnsafe(ref c);
        x1.StoreUnsafe(ref c, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MultiplyAdd<T>(Vector512<T> x, Vector512<T> y, Vector512<T> z)
    {
        if (typeof(T) == typeof(float)) return Vector512.MultiplyAddEstimate(x.As<T, float>(), y.As<T, float>(), z.As<T, float>()).As<float, T>();
        if (typeof(T) == typeof(double)) return Vector512.MultiplyAddEstimate(x.As<T, double>(), y.As<T, double>(), z.As<T, double>()).As<double, T>();
        return x * y + z;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector<T> x0, Vector<T> x1, ref T c, bool add)
    {
        var lanes = (nuint)Vector<T>.Count;
        if (add) (x0, x1) = (x0 + Vector.LoadUnsafe(ref c), x1 + Vector.LoadUnsafe(ref c, lanes));
        x0.StoreUnsafe(ref c);
        x1.StoreUnsafe(ref c, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> MultiplyAdd<T>(Vector<T> x, Vector<T> y, Vector<T> z)
    {
        if (typeof(T) == typeof(float)) return Vector.MultiplyAddEstimate(x.As<T, float>(), y.As<T, float>(), z.As<T, float>()).As<float, T>();
        if (typeof(T) == typeof(double)) return Vector.MultiplyAddEstimate(x.As<T, double>(), y.As<T, double>(), z.As<T, double>()).As<double, T>();
        return x * y + z;
    }
}
