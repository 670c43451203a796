using System.Numerics;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>Normalises each channel of [samples, channels, plane] by its mean and variance over all samples.</summary>
/// <remarks>
/// A chunk is a channel: its sums never meet another thread's. Mean and squares are those of pieces, put together as by Chan, Golub and LeVeque,
/// "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances" (1979), so a channel is read from memory twice, not three times.
/// </remarks>
internal static unsafe class ChannelNorm
{
    // numbers of a piece: half of the first cache
    private const int Piece = 4096;

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
            if (typeof(T) == typeof(float) && Vector512.IsHardwareAccelerated) Run<WideSingle>(channel);
            else if (typeof(T) == typeof(float)) Run<NativeSingle>(channel);
            else if (Vector512.IsHardwareAccelerated) Run<WideDouble>(channel);
            else Run<NativeDouble>(channel);
        }

        private void Run<V>(int channel) where V : struct, ILanes<V>
        {
            var (count, middle, squares) = (0.0, 0.0, 0.0);
            var (lines, stride) = (Math.Max(1, Piece / plane), (nint)channels * plane);
            for (var n = 0; n < samples; n += lines)
                for (var i = 0; i < plane; i += Piece)
                {
                    // both sums of a piece while it is in the first cache
                    var from = x + ((nint)n * channels + channel) * plane + i;
                    var (now, each) = (Math.Min(lines, samples - n), Math.Min(Piece, plane - i));
                    var size = (double)now * each;
                    var own = ChannelLine<T, V>.Sum(from, stride, now, each) / size;
                    var rounded = T.CreateTruncating(own);
                    var (off, away) = (own - double.CreateTruncating(rounded), own - middle);
                    squares += ChannelLine<T, V>.Squares(from, stride, now, each, rounded) - size * off * off + away * away * count * size / (count + size);
                    count += size;
                    middle += away * size / count;
                }
            (mean[channel], variance[channel]) = (T.CreateTruncating(middle), T.CreateTruncating(Math.Max(squares / count, 0)));
            var factor = Scale(variance[channel], epsilon) * (weight == null ? T.One : weight[channel]);
            ChannelLine<T, V>.Normalise(x + (nint)channel * plane, stride, samples, plane, mean[channel], factor, bias == null ? T.Zero : bias[channel], y + (nint)channel * plane);
        }
    }

    private readonly struct GradientWork<T>(int samples, int channels, int plane, T* g, T* x, T* weight, T* mean, T* variance, double epsilon, T* dx, T* dw, T* db) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int channel)
        {
            if (typeof(T) == typeof(float) && Vector512.IsHardwareAccelerated) Run<WideSingle>(channel);
            else if (typeof(T) == typeof(float)) Run<NativeSingle>(channel);
            else if (Vector512.IsHardwareAccelerated) Run<WideDouble>(channel);
            else Run<NativeDouble>(channel);
        }

        private void Run<V>(int channel) where V : struct, ILanes<V>
        {
            var (sum, product, count) = (0.0, 0.0, (double)samples * plane);
            var (lines, stride) = (Math.Max(1, Piece / plane), (nint)channels * plane);
            for (var n = 0; n < samples; n += lines)
                for (var i = 0; i < plane; i += Piece)
                {
                    var at = ((nint)n * channels + channel) * plane + i;
                    ChannelLine<T, V>.Products(g + at, x + at, stride, Math.Min(lines, samples - n), Math.Min(Piece, plane - i), mean[channel], out var ownSum, out var ownProduct);
                    (sum, product) = (sum + ownSum, product + ownProduct);
                }
            var scale = Scale(variance[channel], epsilon);
            var wide = double.CreateTruncating(scale);
            db[channel] = T.CreateTruncating(sum);
            dw[channel] = T.CreateTruncating(product * wide);
            var factor = weight == null ? scale : scale * weight[channel];
            var own = (nint)channel * plane;
            ChannelLine<T, V>.Pull(g + own, x + own, stride, samples, plane, mean[channel], T.CreateTruncating(sum / count), T.CreateTruncating(product * wide * wide / count), factor, dx + own);
        }
    }
}
