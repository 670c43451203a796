using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Normalises each channel of [samples, channels, plane] by its mean and variance over all samples.</summary>
/// <remarks>A chunk is a channel: it stays in the second-level cache, and its sums never meet another thread's.</remarks>
internal static unsafe class ChannelNorm
{
    /// <summary>y = (x − mean) / √(variance + ε) · weight + bias.</summary>
    /// <param name="samples">Samples.</param>
    /// <param name="plane">Elements of a channel of a sample.</param>
    /// <param name="x">The samples.</param>
    /// <param name="weight">A factor a channel; empty for 1.</param>
    /// <param name="bias">A summand a channel; empty for 0.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="y">The result.</param>
    /// <param name="mean">The mean of each channel, to be filled.</param>
    /// <param name="variance">The variance of each channel, to be filled.</param>
    public static void Forward<T>(int samples, int plane, ReadOnlySpan<T> x, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, double epsilon, Span<T> y, Span<T> mean, Span<T> variance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty) return;
        fixed (T* from = x, factors = weight, summands = bias, to = y, means = mean, variances = variance)
            ForkJoin.Run(mean.Length, new ForwardWork<T>(samples, mean.Length, plane, from, factors, summands, to, means, variances, epsilon));
    }

    /// <summary>dx = w scale (g − mean(g) − x̂ mean(g x̂)) with x̂ = (x − mean)·scale and scale = 1 / √(variance + ε); the sums of g x̂ and g.</summary>
    /// <param name="samples">Samples.</param>
    /// <param name="plane">Elements of a channel of a sample.</param>
    /// <param name="g">The upstream gradient.</param>
    /// <param name="x">The samples.</param>
    /// <param name="weight">A factor a channel; empty for 1.</param>
    /// <param name="mean">The mean of each channel.</param>
    /// <param name="variance">The variance of each channel.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="dx">The gradient of the samples.</param>
    /// <param name="dw">The gradient of the weight.</param>
    /// <param name="db">The gradient of the bias.</param>
    public static void Gradient<T>(
        int samples, int plane, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> weight, ReadOnlySpan<T> mean, ReadOnlySpan<T> variance, double epsilon, Span<T> dx, Span<T> dw, Span<T> db)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        dw.Clear();
        db.Clear();
        if (x.IsEmpty) return;
        fixed (T* upstream = g, from = x, factors = weight, means = mean, variances = variance, to = dx, dws = dw, dbs = db)
            ForkJoin.Run(mean.Length, new GradientWork<T>(samples, mean.Length, plane, upstream, from, factors, means, variances, epsilon, to, dws, dbs));
    }

    private static T Scale<T>(T variance, double epsilon) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateTruncating(1 / Math.Sqrt(double.CreateTruncating(variance) + epsilon));

    private readonly struct ForwardWork<T>(int samples, int channels, int plane, T* x, T* weight, T* bias, T* y, T* mean, T* variance, double epsilon) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int channel)
        {
            var (total, squares, count) = (0.0, 0.0, (double)samples * plane);
            for (var n = 0; n < samples; n++)
                total += double.CreateTruncating(Reducer.Line(new ReadOnlySpan<T>(x + ((nint)n * channels + channel) * plane, plane), new SumReduction<T>()));
            var middle = T.CreateTruncating(total / count);
            for (var n = 0; n < samples; n++) squares += Deviations(x + ((nint)n * channels + channel) * plane, middle);
            (mean[channel], variance[channel]) = (middle, T.CreateTruncating(squares / count));
            var factor = Scale(variance[channel], epsilon) * (weight == null ? T.One : weight[channel]);
            var summand = bias == null ? T.Zero : bias[channel];
            for (var n = 0; n < samples; n++) Map(((nint)n * channels + channel) * plane, middle, factor, summand);
        }

        private double Deviations(T* x, T mean)
        {
            var (even, odd) = (Vector<T>.Zero, Vector<T>.Zero);
            int i = 0, lanes = Vector<T>.Count;
            for (; i <= plane - 2 * lanes; i += 2 * lanes)
            {
                var (a, b) = (Vector.Load(x + i) - Vector.Create(mean), Vector.Load(x + i + lanes) - Vector.Create(mean));
                even += a * a;
                odd += b * b;
            }
            var sum = Vector.Sum(even + odd);
            for (; i < plane; i++) sum += (x[i] - mean) * (x[i] - mean);
            return double.CreateTruncating(sum);
        }

        private void Map(nint at, T mean, T factor, T summand)
        {
            T* from = x + at, to = y + at;
            int i = 0, lanes = Vector<T>.Count;
            for (; i <= plane - lanes; i += lanes)
                ((Vector.Load(from + i) - Vector.Create(mean)) * Vector.Create(factor) + Vector.Create(summand)).Store(to + i);
            for (; i < plane; i++) to[i] = (from[i] - mean) * factor + summand;
        }
    }

    private readonly struct GradientWork<T>(int samples, int channels, int plane, T* g, T* x, T* weight, T* mean, T* variance, double epsilon, T* dx, T* dw, T* db) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int channel)
        {
            var (sum, product, count) = (0.0, 0.0, (double)samples * plane);
            for (var n = 0; n < samples; n++)
            {
                var at = ((nint)n * channels + channel) * plane;
                sum += double.CreateTruncating(Reducer.Line(new ReadOnlySpan<T>(g + at, plane), new SumReduction<T>()));
                product += Products(g + at, x + at, mean[channel]);
            }
            var scale = Scale(variance[channel], epsilon);
            var wide = double.CreateTruncating(scale);
            db[channel] = T.CreateTruncating(sum);
            dw[channel] = T.CreateTruncating(product * wide);
            var factor = weight == null ? scale : scale * weight[channel];
            for (var n = 0; n < samples; n++)
                Map(((nint)n * channels + channel) * plane, mean[channel], T.CreateTruncating(sum / count), T.CreateTruncating(product * wide * wide / count), factor);
        }

        private double Products(T* g, T* x, T mean)
        {
            var (even, odd) = (Vector<T>.Zero, Vector<T>.Zero);
            int i = 0, lanes = Vector<T>.Count;
            for (; i <= plane - 2 * lanes; i += 2 * lanes)
            {
                even += Vector.Load(g + i) * (Vector.Load(x + i) - Vector.Create(mean));
                odd += Vector.Load(g + i + lanes) * (Vector.Load(x + i + lanes) - Vector.Create(mean));
            }
            var sum = Vector.Sum(even + odd);
            for (; i < plane; i++) sum += g[i] * (x[i] - mean);
            return double.CreateTruncating(sum);
        }

        private void Map(nint at, T mean, T sum, T product, T factor)
        {
            T* upstream = g + at, from = x + at, to = dx + at;
            int i = 0, lanes = Vector<T>.Count;
            for (; i <= plane - lanes; i += lanes)
                ((Vector.Load(upstream + i) - Vector.Create(sum) - (Vector.Load(from + i) - Vector.Create(mean)) * Vector.Create(product)) * Vector.Create(factor)).Store(to + i);
            for (; i < plane; i++) to[i] = (upstream[i] - sum - (from[i] - mean) * product) * factor;
        }
    }
}
