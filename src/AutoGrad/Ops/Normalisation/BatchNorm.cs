using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Normalises each channel over the batch: (x − mean) / √(variance + ε), times a weight, plus a bias.</summary>
    /// <remarks>
    /// <para>Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate shift", 2015. While
    /// training, mean and variance are those of the batch (of the population, in two passes), and the running ones, if given, move towards
    /// them: running = (1 − momentum)·running + momentum·batch, with the unbiased variance, as in PyTorch. Otherwise the running ones are
    /// taken, as constants.</para>
    /// </remarks>
    /// <param name="runningMean">One mean a channel; data that changes in place while training. Null only while training.</param>
    /// <param name="runningVar">One variance a channel, likewise.</param>
    /// <param name="weight">One factor a channel; null for 1.</param>
    /// <param name="bias">One summand a channel; null for 0.</param>
    /// <param name="training">Normalise by the batch, and move the running statistics.</param>
    /// <param name="momentum">How far the running statistics move, from 0 to 1.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <returns>A tensor in the shape of this one, [batch, channels, ...].</returns>
    /// <exception cref="ShapeMismatchException">A vector has not one number a channel.</exception>
    /// <exception cref="ArgumentException">There are fewer than two axes, only one number a channel while training, only one of the running statistics, none outside of training, or element types differ or are not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="eps"/> is negative, or <paramref name="momentum"/> outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">The running statistics are no data that may change in place.</exception>
    public Tensor BatchNorm(Tensor? runningMean, Tensor? runningVar, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5)
    {
        var channels = Channels("BatchNorm", 2);
        CheckChannels("BatchNorm", "running mean", runningMean, channels);
        CheckChannels("BatchNorm", "running variance", runningVar, channels);
        CheckChannels("BatchNorm", "weight", weight, channels);
        CheckChannels("BatchNorm", "bias", bias, channels);
        CheckEpsilon("BatchNorm", eps);
        if (!(momentum is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(momentum), momentum, $"BatchNorm: momentum is from 0 to 1.{NameScope.Suffix}");
        if (runningMean is null != runningVar is null) throw new ArgumentException($"BatchNorm: give both running statistics or none.{NameScope.Suffix}", runningMean is null ? nameof(runningMean) : nameof(runningVar));
        if (!training) return RunningNorm(runningMean, runningVar, weight, bias, eps);
        if (Size / Math.Max(channels, 1) == 1) throw new ArgumentException($"BatchNorm: the input {Shape} has one number a channel, whose variance is 0: train on more, or evaluate with running statistics.{NameScope.Suffix}", "input");
        var axes = new int[Rank - 1];
        for (var i = 1; i < axes.Length; i++) axes[i] = i + 1;
        if (Shape.Inner(1) < ChannelNormOp.LeastPlane)
        {
            var y = Standardized("BatchNorm", axes, eps);
            if (runningMean is not null && Size > 0) MoveStatistics(runningMean, runningVar!, Detach().Mean(axes), Detach().Var(axes, correction: 0), momentum);
            if (weight is not null) y *= weight.AlongChannels(Rank);
            return AddBias(y, bias);
        }
        var norm = new ChannelNormOp("BatchNorm", ReducedShape.OfFloats("BatchNorm", this, axes), eps, weight is not null, bias is not null);
        var result = weight is null ? (bias is null ? norm.Apply(this) : norm.Apply(this, bias)) : bias is null ? norm.Apply(this, weight) : norm.Apply(this, weight, bias);
        if (runningMean is not null && Size > 0) MoveStatistics(runningMean, runningVar!, norm.Mean, norm.Variance, momentum);
        return result;
    }

    /// <summary>Moves the running statistics towards those of the batch; the variance without bias.</summary>
    private void MoveStatistics(Tensor runningMean, Tensor runningVar, Tensor mean, Tensor variance, double momentum)
    {
        var count = (double)Size / Shape[1];
        using var scope = GradMode.NoGrad();
        runningMean.CopyFrom(runningMean.Lerp(mean, momentum));
        runningVar.CopyFrom(runningVar.Lerp(variance * (count / (count - 1)), momentum));
    }

    private Tensor RunningNorm(Tensor? mean, Tensor? variance, Tensor? weight, Tensor? bias, double eps)
    {
        if (mean is null || variance is null) throw new ArgumentException($"BatchNorm: outside of training the running statistics are needed: pass them, or training: true.{NameScope.Suffix}", nameof(mean));
        // one factor a channel, worked out before the images are touched
        var scale = (variance.Detach() + eps).Rsqrt();
        if (weight is not null) scale *= weight;
        // short planes are broadcast over as well, and a batch of samples is taken at once that way
        if (Shape.Inner(1) >= ChannelNormOp.LeastPlane && !Indirection.Any([this, mean, scale, bias ?? this])) return ChannelAffineOp.Of(this, mean.Detach().Clone(), scale, bias);     // a training step may move the means before the gradient is taken
        return AddBias((this - mean.Detach().AlongChannels(Rank)) * scale.AlongChannels(Rank), bias);
    }

    /// <summary>The number of channels of [batch, channels, ...].</summary>
    private int Channels(string op, int least)
    {
        if (Rank < least) throw new ArgumentException($"{op}: the input {Shape} must have at least {least} axes, [batch, channels, ...].{NameScope.Suffix}", "input");
        return DType.IsFloating ? Shape[1] : throw Guard.NeedsFloat(op, DType);
    }
}
