using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>The transforms of F(4×4, 3×3): 16 results of a 3×3 window from 36 products instead of 144.</summary>
/// <remarks>
/// <para>Winograd, "Arithmetic Complexity of Computations" (1980); Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2016). Along one axis
/// y = Aᵀ[(G w) ⊙ (Bᵀ x)], polynomials of degree 3 and 2 multiplied through their values at six points; along two, each matrix is applied twice.
/// The points are 0, ±√½, ±√2 and ∞: their matrices have smaller numbers than those of 0, ±1, ±2 and ∞, and half the error.</para>
/// <para>Lanes are channels, so nothing is shuffled.</para>
/// </remarks>
internal static unsafe class WinogradTransform
{
    /// <summary>Products of a tile.</summary>
    public const int Products = Edge * Edge;

    /// <summary>Extent of a tile of the image, of its result and of the window.</summary>
    public const int Edge = 6, Results = 4, Taps = 3;

    private const double A = 0.70710678118654752440, A3 = A / 2, B = 2 * A, B3 = 4 * A;

    /// <summary>Bᵀ x B.</summary>
    /// <param name="x">Where the offsets count from.</param>
    /// <param name="offsets">Where the channels of each of the tile's pixels lie.</param>
    /// <param name="channels">A multiple of the lanes.</param>
    /// <param name="to">The first product's channels.</param>
    /// <param name="stride">From one product to the next.</param>
    /// <param name="room">A tile of vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Image<V>(float* x, int* offsets, int channels, float* to, nint stride, float* room) where V : struct, ILanes<V>
    {
        nint n = V.Count;
        for (nint c = 0; c < channels; c += n, x += n, to += n)
        {
            for (var j = 0; j < Edge; j++)
            {
                var at = offsets + j;
                ImageLine(Load<V>(x + at[0]), Load<V>(x + at[Edge]), Load<V>(x + at[2 * Edge]), Load<V>(x + at[3 * Edge]), Load<V>(x + at[4 * Edge]), Load<V>(x + at[5 * Edge]), room + j * n, Edge * n);
            }
            for (var i = 0; i < Edge; i++)
            {
                var line = room + i * Edge * n;
                ImageLine(Load<V>(line), Load<V>(line + n), Load<V>(line + 2 * n), Load<V>(line + 3 * n), Load<V>(line + 4 * n), Load<V>(line + 5 * n), to + i * Edge * stride, stride);
            }
        }
    }

    /// <summary>Aᵀ m A + bias.</summary>
    /// <param name="m">The first product's channels.</param>
    /// <param name="stride">From one product to the next.</param>
    /// <param name="channels">A multiple of the lanes.</param>
    /// <param name="bias">For each channel; null for nothing.</param>
    /// <param name="y">Where the offsets count from.</param>
    /// <param name="offsets">Where the channels of each of the results go.</param>
    /// <param name="room">A tile of vectors.</param>
    /// <returns>True if every result is finite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Result<V>(float* m, nint stride, int channels, float* bias, float* y, int* offsets, float* room) where V : struct, ILanes<V>
    {
        nint n = V.Count;
        var finite = V.Constant(0);
        for (nint c = 0; c < channels; c += n, m += n, y += n)
        {
            for (var j = 0; j < Edge; j++)
            {
                var at = m + j * stride;
                ResultLine(
                    Load<V>(at), Load<V>(at + Edge * stride), Load<V>(at + 2 * Edge * stride), Load<V>(at + 3 * Edge * stride), Load<V>(at + 4 * Edge * stride), Load<V>(at + 5 * Edge * stride),
                    room + j * n, room + (Edge + j) * n, room + (2 * Edge + j) * n, room + (3 * Edge + j) * n);
            }
            var summand = bias == null ? V.Constant(0) : Load<V>(bias + c);
            for (var i = 0; i < Results; i++)
            {
                var line = room + i * Edge * n;
                float* y0 = y + offsets[i * Results], y1 = y + offsets[i * Results + 1], y2 = y + offsets[i * Results + 2], y3 = y + offsets[i * Results + 3];
                finite = ResultLine(Load<V>(line), Load<V>(line + n), Load<V>(line + 2 * n), Load<V>(line + 3 * n), Load<V>(line + 4 * n), Load<V>(line + 5 * n), summand, finite, y0, y1, y2, y3);
            }
        }
        return !V.Any(~V.Equal(finite, finite));
    }

    /// <summary>G w Gᵀ.</summary>
    /// <param name="w">Nine taps' lanes.</param>
    /// <param name="step">From one tap to the next; negative for the window turned by 180 degrees.</param>
    /// <param name="to">The first product's lanes.</param>
    /// <param name="stride">From one product to the next.</param>
    /// <param name="room">A tile of vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weight<V>(float* w, nint step, float* to, nint stride, float* room) where V : struct, ILanes<V>
    {
        nint n = V.Count;
        for (var j = 0; j < Taps; j++) WeightLine(Load<V>(w + j * step), Load<V>(w + (Taps + j) * step), Load<V>(w + (2 * Taps + j) * step), room + j * n, Taps * n);
        for (var i = 0; i < Edge; i++)
        {
            var line = room + i * Taps * n;
            WeightLine(Load<V>(line), Load<V>(line + n), Load<V>(line + 2 * n), to + i * Edge * stride, stride);
        }
    }

    /// <summary>A y Aᵀ, for the gradient of the weight.</summary>
    /// <param name="y">Where the offsets count from.</param>
    /// <param name="offsets">Where the channels of each of the results lie.</param>
    /// <param name="channels">A multiple of the lanes.</param>
    /// <param name="to">The first product's channels.</param>
    /// <param name="stride">From one product to the next.</param>
    /// <param name="room">A tile of vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spread<V>(float* y, int* offsets, int channels, float* to, nint stride, float* room) where V : struct, ILanes<V>
    {
        nint n = V.Count;
        for (nint c = 0; c < channels; c += n, y += n, to += n)
        {
            for (var j = 0; j < Results; j++)
            {
                var at = offsets + j;
                SpreadLine(Load<V>(y + at[0]), Load<V>(y + at[Results]), Load<V>(y + at[2 * Results]), Load<V>(y + at[3 * Results]), room + j * n, Results * n);
            }
            for (var i = 0; i < Edge; i++)
            {
                var line = room + i * Results * n;
                SpreadLine(Load<V>(line), Load<V>(line + n), Load<V>(line + 2 * n), Load<V>(line + 3 * n), to + i * Edge * stride, stride);
            }
        }
    }

    /// <summary>The sums of the products of several parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddUp<V>(float* s, nint stride, nint part, int parts, float* to) where V : struct, ILanes<V>
    {
        for (var product = 0; product < Products; product++, s += stride, to += V.Count)
        {
            var total = Load<V>(s);
            var from = s;
            for (var i = 1; i < parts; i++) total += Load<V>(from += part);
            Store(to, total);
        }
    }

    /// <summary>Gᵀ s G: the gradient of the weight from the sums of the products.</summary>
    /// <param name="s">The first product's lanes.</param>
    /// <param name="stride">From one product to the next.</param>
    /// <param name="to">Nine taps' lanes.</param>
    /// <param name="step">From one tap to the next.</param>
    /// <param name="room">A tile of vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather<V>(float* s, nint stride, float* to, nint step, float* room) where V : struct, ILanes<V>
    {
        nint n = V.Count;
        for (var j = 0; j < Edge; j++)
        {
            var at = s + j * stride;
            GatherLine(
                Load<V>(at), Load<V>(at + Edge * stride), Load<V>(at + 2 * Edge * stride), Load<V>(at + 3 * Edge * stride), Load<V>(at + 4 * Edge * stride), Load<V>(at + 5 * Edge * stride),
                room + j * n, Edge * n);
        }
        for (var i = 0; i < Taps; i++)
        {
            var line = room + i * Edge * n;
            GatherLine(Load<V>(line), Load<V>(line + n), Load<V>(line + 2 * n), Load<V>(line + 3 * n), Load<V>(line + 4 * n), Load<V>(line + 5 * n), to + i * Taps * step, step);
        }
    }

    // Bᵀ: x0 − 5/2 x2 + x4;  x4 − 2 x2 ± √½ (x3 − 2 x1);  x4 − ½ x2 ± √2 (x3 − ½ x1);  x1 − 5/2 x3 + x5
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ImageLine<V>(V x0, V x1, V x2, V x3, V x4, V x5, float* to, nint stride) where V : struct, ILanes<V>
    {
        Store(to, V.Fma(x2, V.Constant(-2.5), x0 + x4));
        Store(to + 5 * stride, V.Fma(x3, V.Constant(-2.5), x1 + x5));
        V even = V.Fma(x2, V.Constant(-2), x4), odd = V.Fma(x1, V.Constant(-2), x3);
        Store(to + stride, V.Fma(odd, V.Constant(A), even));
        Store(to + 2 * stride, V.Fma(odd, V.Constant(-A), even));
        V even2 = V.Fma(x2, V.Constant(-0.5), x4), odd2 = V.Fma(x1, V.Constant(-0.5), x3);
        Store(to + 3 * stride, V.Fma(odd2, V.Constant(B), even2));
        Store(to + 4 * stride, V.Fma(odd2, V.Constant(-B), even2));
    }

    // Aᵀ: the powers 0 to 3 of the points, ∞ for the last
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ResultLine<V>(V m0, V m1, V m2, V m3, V m4, V m5, float* y0, float* y1, float* y2, float* y3) where V : struct, ILanes<V>
    {
        V sum = m1 + m2, difference = m1 - m2, sum2 = m3 + m4, difference2 = m3 - m4;
        Store(y0, m0 + sum + sum2);
        Store(y1, V.Fma(difference2, V.Constant(B), difference * V.Constant(A)));
        Store(y2, V.Fma(sum2, V.Constant(2), sum * V.Constant(0.5)));
        Store(y3, V.Fma(difference2, V.Constant(B3), V.Fma(difference, V.Constant(A3), m5)));
    }

    /// <summary>The same with a summand; also adds what is 0 for finite results, and NaN for others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ResultLine<V>(V m0, V m1, V m2, V m3, V m4, V m5, V summand, V finite, float* y0, float* y1, float* y2, float* y3) where V : struct, ILanes<V>
    {
        V sum = m1 + m2, difference = m1 - m2, sum2 = m3 + m4, difference2 = m3 - m4;
        var y = m0 + sum + sum2 + summand;
        Store(y0, y);
        finite = V.Fma(y, V.Constant(0), finite);
        y = V.Fma(difference2, V.Constant(B), V.Fma(difference, V.Constant(A), summand));
        Store(y1, y);
        finite = V.Fma(y, V.Constant(0), finite);
        y = V.Fma(sum2, V.Constant(2), V.Fma(sum, V.Constant(0.5), summand));
        Store(y2, y);
        finite = V.Fma(y, V.Constant(0), finite);
        y = V.Fma(difference2, V.Constant(B3), V.Fma(difference, V.Constant(A3), m5 + summand));
        Store(y3, y);
        return V.Fma(y, V.Constant(0), finite);
    }

    // G: w0;  −⅔ (w0 ± √½ w1 + ½ w2);  ⅙ (w0 ± √2 w1 + 2 w2);  w2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WeightLine<V>(V w0, V w1, V w2, float* to, nint stride) where V : struct, ILanes<V>
    {
        Store(to, w0);
        Store(to + 5 * stride, w2);
        var even = V.Fma(w2, V.Constant(0.5), w0) * V.Constant(-2.0 / 3);
        Store(to + stride, V.Fma(w1, V.Constant(-2.0 / 3 * A), even));
        Store(to + 2 * stride, V.Fma(w1, V.Constant(2.0 / 3 * A), even));
        var even2 = V.Fma(w2, V.Constant(2), w0) * V.Constant(1.0 / 6);
        Store(to + 3 * stride, V.Fma(w1, V.Constant(B / 6), even2));
        Store(to + 4 * stride, V.Fma(w1, V.Constant(-B / 6), even2));
    }

    // A, the transpose of what makes results
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SpreadLine<V>(V y0, V y1, V y2, V y3, float* to, nint stride) where V : struct, ILanes<V>
    {
        Store(to, y0);
        Store(to + 5 * stride, y3);
        V even = V.Fma(y2, V.Constant(0.5), y0), odd = V.Fma(y3, V.Constant(0.5), y1);
        Store(to + stride, V.Fma(odd, V.Constant(A), even));
        Store(to + 2 * stride, V.Fma(odd, V.Constant(-A), even));
        V even2 = V.Fma(y2, V.Constant(2), y0), odd2 = V.Fma(y3, V.Constant(2), y1);
        Store(to + 3 * stride, V.Fma(odd2, V.Constant(B), even2));
        Store(to + 4 * stride, V.Fma(odd2, V.Constant(-B), even2));
    }

    // Gᵀ
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GatherLine<V>(V s0, V s1, V s2, V s3, V s4, V s5, float* to, nint stride) where V : struct, ILanes<V>
    {
        V sum = (s1 + s2) * V.Constant(-2.0 / 3), sum2 = (s3 + s4) * V.Constant(1.0 / 6);
        Store(to, s0 + sum + sum2);
        Store(to + stride, V.Fma(s1 - s2, V.Constant(-2.0 / 3 * A), (s3 - s4) * V.Constant(B / 6)));
        Store(to + 2 * stride, V.Fma(sum, V.Constant(0.5), V.Fma(sum2, V.Constant(2), s5)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<V>(float* x) where V : struct => Unsafe.ReadUnaligned<V>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(float* x, V value) where V : struct => Unsafe.WriteUnaligned(x, value);
}
