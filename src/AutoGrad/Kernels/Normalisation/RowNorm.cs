using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Normalises each row of a matrix by its own mean and variance, with a factor and a summand for each column.</summary>
/// <remarks>Rows are shared out in chunks of a fixed size; sums over rows are taken within a chunk, then over the chunks by a tree.</remarks>
internal static unsafe class RowNorm
{
    private const int ChunkSize = 16_384, MostChunks = 64;

    /// <summary>y = (x − mean) / √(variance + ε) · weight + bias.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="weight">A factor a column; empty for 1.</param>
    /// <param name="bias">A summand a column; empty for 0.</param>
    /// <param name="width">Columns.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="y">The result.</param>
    /// <param name="mean">The mean of each row, to be filled.</param>
    /// <param name="scale">1 / √(variance + ε) of each row, to be filled.</param>
    public static void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, int width, double epsilon, Span<T> y, Span<T> mean, Span<T> scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty) return;
        fixed (T* from = x, factors = weight, summands = bias, to = y, means = mean, scales = scale)
        {
            var rows = RowsOfChunk(mean.Length, width);
            ForkJoin.Run((mean.Length - 1) / rows + 1, new ForwardWork<T>(from, factors, summands, to, means, scales, mean.Length, width, rows, epsilon));
        }
    }

    /// <summary>dx = scale (g·w − mean(g·w) − x̂ mean(g·w x̂)) with x̂ = (x − mean)·scale; the sums over all rows of g x̂ and g.</summary>
    /// <param name="g">The upstream gradient.</param>
    /// <param name="x">The rows.</param>
    /// <param name="weight">A factor a column; empty for 1.</param>
    /// <param name="mean">The mean of each row.</param>
    /// <param name="scale">1 / √(variance + ε) of each row.</param>
    /// <param name="dx">The gradient of the rows.</param>
    /// <param name="dw">The gradient of the weight.</param>
    /// <param name="db">The gradient of the bias.</param>
    public static void Gradient<T>(
        ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> weight, ReadOnlySpan<T> mean, ReadOnlySpan<T> scale, Span<T> dx, Span<T> dw, Span<T> db)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        dw.Clear();
        db.Clear();
        if (x.IsEmpty) return;
        var width = dw.Length;
        var rows = RowsOfChunk(mean.Length, width);
        var chunks = (mean.Length - 1) / rows + 1;
        var held = ArrayPool<T>.Shared.Rent(2 * chunks * width);
        var ofWeight = held.AsSpan(0, chunks * width);
        var ofBias = held.AsSpan(chunks * width, chunks * width);
        fixed (T* upstream = g, from = x, factors = weight, means = mean, scales = scale, to = dx, dws = ofWeight, dbs = ofBias)
            ForkJoin.Run(chunks, new GradientWork<T>(upstream, from, factors, means, scales, to, dws, dbs, mean.Length, width, rows));
        Reducer.Slab(ofWeight, chunks, width, dw, new SumReduction<T>());
        Reducer.Slab(ofBias, chunks, width, db, new SumReduction<T>());
        ArrayPool<T>.Shared.Return(held);
    }

    private static int RowsOfChunk(int rows, int width) => Math.Max(Math.Max(1, ChunkSize / width), (rows - 1) / MostChunks + 1);

    private readonly struct ForwardWork<T>(T* x, T* weight, T* bias, T* y, T* mean, T* scale, int rows, int width, int rowsOfChunk, double epsilon) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            for (var r = chunk * rowsOfChunk; r < Math.Min(rows, (chunk + 1) * rowsOfChunk); r++)
            {
                var from = new ReadOnlySpan<T>(x + (nint)r * width, width);
                var to = new Span<T>(y + (nint)r * width, width);
                mean[r] = Reducer.Line(from, new SumReduction<T>()) / T.CreateTruncating(width);
                TensorPrimitives.Subtract(from, mean[r], to);
                var squares = Reducer.Line(to, new SquareSumReduction<T>());
                scale[r] = T.CreateTruncating(1 / Math.Sqrt(double.CreateTruncating(squares) / width + epsilon));
                TensorPrimitives.Multiply(to, scale[r], to);
                if (weight != null) TensorPrimitives.Multiply(to, new ReadOnlySpan<T>(weight, width), to);
                if (bias != null) TensorPrimitives.Add(to, new ReadOnlySpan<T>(bias, width), to);
            }
        }
    }

    private readonly struct GradientWork<T>(T* g, T* x, T* weight, T* mean, T* scale, T* dx, T* dw, T* db, int rows, int width, int rowsOfChunk) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            T* ofWeight = dw + (nint)chunk * width, ofBias = db + (nint)chunk * width;
            new Span<T>(ofWeight, width).Clear();
            new Span<T>(ofBias, width).Clear();
            for (var r = chunk * rowsOfChunk; r < Math.Min(rows, (chunk + 1) * rowsOfChunk); r++)
                Row(g + (nint)r * width, x + (nint)r * width, dx + (nint)r * width, mean[r], scale[r], ofWeight, ofBias);
        }

        private void Row(T* g, T* x, T* dx, T mean, T scale, T* dw, T* db)
        {
            var (sums, products) = (Vector<T>.Zero, Vector<T>.Zero);
            int i = 0, lanes = Vector<T>.Count;
            for (; i <= width - lanes; i += lanes)
            {
                var upstream = Vector.Load(g + i);
                var standard = (Vector.Load(x + i) - Vector.Create(mean)) * Vector.Create(scale);
                var weighted = weight == null ? upstream : upstream * Vector.Load(weight + i);
                sums += weighted;
                products += weighted * standard;
                (Vector.Load(dw + i) + upstream * standard).Store(dw + i);
                (Vector.Load(db + i) + upstream).Store(db + i);
            }
            var (sum, product) = (Vector.Sum(sums), Vector.Sum(products));
            for (; i < width; i++)
            {
                var standard = (x[i] - mean) * scale;
                var weighted = weight == null ? g[i] : g[i] * weight[i];
                sum += weighted;
                product += weighted * standard;
                dw[i] += g[i] * standard;
                db[i] += g[i];
            }
            sum /= T.CreateTruncating(width);
            product /= T.CreateTruncating(width);
            for (i = 0; i <= width - lanes; i += lanes)
            {
                var weighted = weight == null ? Vector.Load(g + i) : Vector.Load(g + i) * Vector.Load(weight + i);
                var standard = (Vector.Load(x + i) - Vector.Create(mean)) * Vector.Create(scale);
                ((weighted - Vector.Create(sum) - standard * Vector.Create(product)) * Vector.Create(scale)).Store(dx + i);
            }
            for (; i < width; i++) dx[i] = ((weight == null ? g[i] : g[i] * weight[i]) - sum - (x[i] - mean) * scale * product) * scale;
        }
    }
}
