using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Some rows of <see cref="RowNorm"/>, one after the other while each lies in the first-level cache.</summary>
/// <remarks>A sum is taken in blocks of so many elements that lanes lose nothing, and over the blocks in double precision.</remarks>
/// <param name="x">The rows.</param>
/// <param name="weight">A factor a column; null for 1.</param>
/// <param name="mean">The mean of each row; null for 0.</param>
/// <param name="scale">1 / √(variance + ε) of each row.</param>
/// <param name="rows">How many.</param>
/// <param name="width">Columns.</param>
internal readonly unsafe struct NormalisedRows<T>(T* x, T* weight, T* mean, T* scale, int rows, int width) where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Block = 1024;

    /// <summary>y = (x − mean) scale · weight + bias; the means and scales are filled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward<V>(T* bias, T* y, double epsilon) where V : struct, ILanes<V>
    {
        for (var r = 0; r < rows; r++)
        {
            var from = x + (nint)r * width;
            var to = y + (nint)r * width;
            var center = mean == null ? T.Zero : T.CreateTruncating(Sum<V>(from, width) / width);
            if (mean != null) mean[r] = center;
            var factor = scale[r] = T.CreateTruncating(1 / Math.Sqrt(Squares<V>(from, width, center) / width + epsilon));
            Write<V>(from, width, center, factor, weight, bias, to);
        }
    }

    /// <summary>dx, and g x̂ and g are added to the gradients of weight and bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gradient<V>(T* g, T* dx, T* dw, T* db) where V : struct, ILanes<V>
    {
        for (var r = 0; r < rows; r++)
        {
            var at = (nint)r * width;
            var center = mean == null ? T.Zero : mean[r];
            Sums<V>(g + at, x + at, width, center, scale[r], weight, dw, db, out var sum, out var product);
            WriteSlope<V>(g + at, x + at, width, center, scale[r], weight, mean == null ? T.Zero : T.CreateTruncating(sum / width), T.CreateTruncating(product / width), dx + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum<V>(T* x, int width) where V : struct, ILanes<V>
    {
        var total = 0.0;
        for (var i = 0; i < width;)
        {
            var end = Math.Min(width, i + Block);
            var (a, b) = (V.Constant(0), V.Constant(0));
            for (; i <= end - 2 * V.Count; i += 2 * V.Count) (a, b) = (a + Load<V>(x + i), b + Load<V>(x + i + V.Count));
            for (; i <= end - V.Count; i += V.Count) a += Load<V>(x + i);
            total += double.CreateTruncating(AcrossLanes.Sum<T, V>(a + b));
            for (; i < end; i++) total += double.CreateTruncating(x[i]);
        }
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Squares<V>(T* x, int width, T center) where V : struct, ILanes<V>
    {
        var (total, off) = (0.0, V.Constant(double.CreateTruncating(center)));
        for (var i = 0; i < width;)
        {
            var end = Math.Min(width, i + Block);
            var (a, b) = (V.Constant(0), V.Constant(0));
            for (; i <= end - 2 * V.Count; i += 2 * V.Count)
            {
                var (first, second) = (Load<V>(x + i) - off, Load<V>(x + i + V.Count) - off);
                (a, b) = (a + first * first, b + second * second);
            }
            for (; i <= end - V.Count; i += V.Count)
            {
                var first = Load<V>(x + i) - off;
                a += first * first;
            }
            total += double.CreateTruncating(AcrossLanes.Sum<T, V>(a + b));
            for (; i < end; i++) total += double.CreateTruncating((x[i] - center) * (x[i] - center));
        }
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<V>(T* x, int width, T center, T factor, T* weight, T* bias, T* y) where V : struct, ILanes<V>
    {
        var (off, by, i) = (V.Constant(double.CreateTruncating(center)), V.Constant(double.CreateTruncating(factor)), 0);
        for (; i <= width - V.Count; i += V.Count)
        {
            var value = (Load<V>(x + i) - off) * by;
            if (weight != null) value *= Load<V>(weight + i);
            if (bias != null) value += Load<V>(bias + i);
            Unsafe.WriteUnaligned(y + i, value);
        }
        for (; i < width; i++)
        {
            var value = (x[i] - center) * factor;
            if (weight != null) value *= weight[i];
            if (bias != null) value += bias[i];
            y[i] = value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sums<V>(T* g, T* x, int width, T center, T factor, T* weight, T* dw, T* db, out double sum, out double product) where V : struct, ILanes<V>
    {
        var (off, by) = (V.Constant(double.CreateTruncating(center)), V.Constant(double.CreateTruncating(factor)));
        (sum, product) = (0, 0);
        for (var i = 0; i < width;)
        {
            var end = Math.Min(width, i + Block);
            var (sums, products) = (V.Constant(0), V.Constant(0));
            for (; i <= end - V.Count; i += V.Count)
            {
                var upstream = Load<V>(g + i);
                var standard = (Load<V>(x + i) - off) * by;
                Unsafe.WriteUnaligned(dw + i, Load<V>(dw + i) + upstream * standard);
                Unsafe.WriteUnaligned(db + i, Load<V>(db + i) + upstream);
                if (weight != null) upstream *= Load<V>(weight + i);
                sums += upstream;
                products += upstream * standard;
            }
            sum += double.CreateTruncating(AcrossLanes.Sum<T, V>(sums));
            product += double.CreateTruncating(AcrossLanes.Sum<T, V>(products));
            for (; i < end; i++)
            {
                var standard = (x[i] - center) * factor;
                var weighted = weight == null ? g[i] : g[i] * weight[i];
                dw[i] += g[i] * standard;
                db[i] += g[i];
                sum += double.CreateTruncating(weighted);
                product += double.CreateTruncating(weighted * standard);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteSlope<V>(T* g, T* x, int width, T center, T factor, T* weight, T ofMean, T ofScale, T* dx) where V : struct, ILanes<V>
    {
        var (off, by) = (V.Constant(double.CreateTruncating(center)), V.Constant(double.CreateTruncating(factor)));
        var (level, tilt, i) = (V.Constant(double.CreateTruncating(ofMean)), V.Constant(double.CreateTruncating(ofScale)), 0);
        for (; i <= width - V.Count; i += V.Count)
        {
            var upstream = Load<V>(g + i);
            if (weight != null) upstream *= Load<V>(weight + i);
            Unsafe.WriteUnaligned(dx + i, (upstream - level - (Load<V>(x + i) - off) * by * tilt) * by);
        }
        for (; i < width; i++) dx[i] = ((weight == null ? g[i] : g[i] * weight[i]) - ofMean - (x[i] - center) * factor * ofScale) * factor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<V>(T* x) where V : struct => Unsafe.ReadUnaligned<V>(x);
}
