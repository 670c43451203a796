using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The cross-entropy of rows of scores with one class each.</summary>
internal static unsafe class ClassLoss
{
    private const int ChunkSize = 16_384;

    /// <summary>y = log Σ eˣ − x[class] for each row; the logarithms are kept for the gradient.</summary>
    public static void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> targets, int classes, Span<T> y, Span<T> logSums) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = Math.Max(1, ChunkSize / classes);
        fixed (T* from = x, to = y, sums = logSums)
        fixed (int* numbers = targets)
            ForkJoin.Run((y.Length - 1) / rows + 1, new ForwardWork<T>(from, numbers, y.Length, classes, rows, to, sums));
    }

    /// <summary>dx = g (softmax x − 1 at the class), row by row.</summary>
    public static void Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<int> targets, ReadOnlySpan<T> logSums, int classes, Span<T> dx) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = Math.Max(1, ChunkSize / classes);
        fixed (T* upstream = g, from = x, to = dx, sums = logSums)
        fixed (int* numbers = targets)
            ForkJoin.Run((g.Length - 1) / rows + 1, new GradientWork<T>(upstream, from, numbers, sums, g.Length, classes, rows, to));
    }

    private readonly struct ForwardWork<T>(T* x, int* targets, int rows, int classes, int rowsOfChunk, T* y, T* logSums) : IChunkedWork where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var held = ArrayPool<T>.Shared.Rent(classes);
            var powers = held.AsSpan(0, classes);
            for (var r = chunk * rowsOfChunk; r < Math.Min(rows, (chunk + 1) * rowsOfChunk); r++)
            {
                var row = new ReadOnlySpan<T>(x + (nint)r * classes, classes);
                var max = TensorPrimitives.Max(row);
                TensorPrimitives.Subtract(row, max, powers);
                var own = powers[targets[r]];
                Elementwise.Run<T, ExpOperator>(default, powers, powers);
                var logSum = T.Log(Reducer.Line<T, SumReduction<T>>(powers, default));
                y[r] = logSum - own;
                logSums[r] = max + logSum;
            }
            ArrayPool<T>.Shared.Return(held);
        }
    }

    private readonly struct GradientWork<T>(T* g, T* x, int* targets, T* logSums, int rows, int classes, int rowsOfChunk, T* dx) : IChunkedWork where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            for (var r = chunk * rowsOfChunk; r < Math.Min(rows, (chunk + 1) * rowsOfChunk); r++)
            {
                var row = new ReadOnlySpan<T>(x + (nint)r * classes, classes);
                var to = new Span<T>(dx + (nint)r * classes, classes);
                Elementwise.Run(new ScaledExp(1, double.CreateTruncating(logSums[r])), row, to);
                to[targets[r]] -= T.One;
                TensorPrimitives.Multiply(to, g[r], to);
            }
        }
    }
}
