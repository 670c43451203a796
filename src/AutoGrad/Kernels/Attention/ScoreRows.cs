using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>The softmax of a block of attention scores and its gradient, row by row in one call: rows are short.</summary>
/// <remarks>Rows lie at a distance of whole registers. What a row does not see is set to minus infinity first as far as a register reaches, and becomes 0.</remarks>
/// <param name="rows">Rows of the block.</param>
/// <param name="stride">From one row to the next; whole registers of <see cref="Unit"/> elements.</param>
/// <param name="visible">What the first row sees.</param>
/// <param name="step">How much more each next row sees.</param>
/// <param name="most">What a row sees at most.</param>
internal readonly unsafe struct ScoreRows(int rows, nint stride, int visible, int step, int most)
{
    /// <summary>A row is worked on in steps of so many elements.</summary>
    public const int Unit = 16;

    /// <summary>So many elements as whole registers hold.</summary>
    public static int Whole(int elements) => (elements + Unit - 1) / Unit * Unit;

    /// <summary>Scores become their exponentials, each row's largest taken off first.</summary>
    /// <param name="x">The scores.</param>
    /// <param name="max">Each row's largest, to be filled.</param>
    /// <param name="sums">The sum of each row's exponentials, to be filled.</param>
    public void Exponentials<T>(T* x, T* max, T* sums) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Hide(x, T.NegativeInfinity);
        if (typeof(T) == typeof(float))
        {
            if (Vector512.IsHardwareAccelerated) Exponentials<T, WideSingle>(x, max, sums);
            else Exponentials<T, NativeSingle>(x, max, sums);
        }
        else if (Vector512.IsHardwareAccelerated) Exponentials<T, WideDouble>(x, max, sums);
        else Exponentials<T, NativeDouble>(x, max, sums);
    }

    /// <summary>Scores become their softmax p, and its gradient dp that of the scores: p (dp − Σ p dp).</summary>
    /// <param name="x">The scores.</param>
    /// <param name="dp">The gradient of the softmax.</param>
    /// <param name="logSums">The logarithm of the sum of each row's exponentials.</param>
    /// <param name="scale">A factor for the result.</param>
    public void Slopes<T>(T* x, T* dp, T* logSums, double scale) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Hide(x, T.NegativeInfinity);
        Hide(dp, T.Zero);
        if (typeof(T) == typeof(float))
        {
            if (Vector512.IsHardwareAccelerated) Slopes<T, WideSingle>(x, dp, logSums, scale);
            else Slopes<T, NativeSingle>(x, dp, logSums, scale);
        }
        else if (Vector512.IsHardwareAccelerated) Slopes<T, WideDouble>(x, dp, logSums, scale);
        else Slopes<T, NativeDouble>(x, dp, logSums, scale);
    }

    /// <summary>Divides each row by its own number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Divide<T>(T* y, nint stride, int rows, int columns, T* by) where T : unmanaged, INumber<T>
    {
        for (var r = 0; r < rows; r++, y += stride)
        {
            var divisor = Vector.Create(by[r]);
            int i = 0, lanes = Vector<T>.Count;
            for (; i <= columns - lanes; i += lanes) (Vector.Load(y + i) / divisor).Store(y + i);
            for (; i < columns; i++) y[i] /= by[r];
        }
    }

    private int Visible(int row) => Math.Min(most, visible + row * step);

    /// <summary>What a row does not see: to the end of its last register a value that does not count, and zeros behind.</summary>
    private void Hide<T>(T* x, T value) where T : unmanaged
    {
        for (var r = 0; r < rows; r++, x += stride)
        {
            int i = Visible(r), whole = Whole(i);
            for (; i < whole; i++) x[i] = value;
            for (; i < stride; i++) x[i] = default;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Exponentials<T, V>(T* x, T* max, T* sums) where T : unmanaged, IFloatingPointIeee754<T> where V : struct, ILanes<V>
    {
        for (var r = 0; r < rows; r++, x += stride)
        {
            var whole = Whole(Visible(r));
            var largest = Load<T, V>(x);
            for (var i = V.Count; i < whole; i += V.Count) largest = V.Greatest(largest, Load<T, V>(x + i));
            max[r] = AcrossLanes.Largest<T, V>(largest);
            var (off, sum) = (V.Constant(double.CreateTruncating(max[r])), V.Constant(0));
            for (var i = 0; i < whole; i += V.Count)
            {
                var power = Exponential.Exp(Load<T, V>(x + i) - off);
                Store(power, x + i);
                sum += power;
            }
            sums[r] = AcrossLanes.Sum<T, V>(sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Slopes<T, V>(T* x, T* dp, T* logSums, double scale) where T : unmanaged, IFloatingPointIeee754<T> where V : struct, ILanes<V>
    {
        for (var r = 0; r < rows; r++, x += stride, dp += stride)
        {
            var whole = Whole(Visible(r));
            var (off, sum, factor) = (V.Constant(double.CreateTruncating(logSums[r])), V.Constant(0), V.Constant(scale));
            for (var i = 0; i < whole; i += V.Count)
            {
                var p = Exponential.Exp(Load<T, V>(x + i) - off);
                Store(p, x + i);
                sum = V.Fma(p, Load<T, V>(dp + i), sum);
            }
            var mean = V.Constant(double.CreateTruncating(AcrossLanes.Sum<T, V>(sum)));
            for (var i = 0; i < whole; i += V.Count) Store(Load<T, V>(x + i) * (Load<T, V>(dp + i) - mean) * factor, dp + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<T, V>(T* x) where T : unmanaged where V : struct => Unsafe.ReadUnaligned<V>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, V>(V value, T* y) where T : unmanaged where V : struct => Unsafe.WriteUnaligned(y, value);
}
