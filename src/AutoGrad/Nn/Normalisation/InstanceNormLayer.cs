namespace AutoGrad.Nn;

/// <summary>Normalises each channel of each sample: what <see cref="InstanceNorm1d"/>, <see cref="InstanceNorm2d"/> and <see cref="InstanceNorm3d"/> share.</summary>
/// <remarks>
/// Ulyanov, Vedaldi and Lempitsky, 2016. As in PyTorch there is neither weight nor memory unless asked for. With running statistics
/// these move while training towards the mean over the samples, and evaluation normalises by them.
/// </remarks>
public abstract class InstanceNormLayer : Layer
{
    private readonly int _axes;

    private protected InstanceNormLayer(int axes, int features, double eps, double momentum, bool affine, bool trackRunningStats, DType dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        if (!(eps >= 0)) throw new ArgumentOutOfRangeException(nameof(eps), eps, $"{GetType().Name}: eps is added to a variance and must not be negative.");
        if (!(momentum is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(momentum), momentum, $"{GetType().Name}: momentum is from 0 to 1.");
        if (!dtype.IsFloating) throw new ArgumentException($"{GetType().Name}: a layer is Float32 or Float64, not {dtype}.", nameof(dtype));
        (_axes, Features, Eps, Momentum) = (axes, features, eps, momentum);
        if (affine)
        {
            Weight = new Parameter(Tensor.Ones([features], dtype));
            Bias = new Parameter(Tensor.Zeros([features], dtype));
        }
        if (!trackRunningStats) return;
        RunningMean = Tensor.Zeros([features], dtype);
        RunningVar = Tensor.Ones([features], dtype);
        BatchesTracked = Tensor.Zeros([], DType.Int64);
    }

    /// <summary>One factor a channel, [features]; null for 1.</summary>
    public Parameter? Weight { get; set => field = Register(value); }

    /// <summary>One summand a channel, [features]; null for 0.</summary>
    public Parameter? Bias { get; set => field = Register(value); }

    /// <summary>The running mean of each channel, a buffer [features]; null where none is kept.</summary>
    public Tensor? RunningMean { get; set => field = Register(value); }

    /// <summary>The running variance of each channel, a buffer [features]; null where none is kept.</summary>
    public Tensor? RunningVar { get; set => field = Register(value); }

    /// <summary>How many batches moved the running statistics, an Int64 buffer []; null where none are kept. PyTorch keeps it at 0.</summary>
    public Tensor? BatchesTracked { get; set => field = Register(value); }

    /// <summary>The number of channels.</summary>
    public int Features { get; }

    /// <summary>What is added to the variance.</summary>
    public double Eps { get; }

    /// <summary>How far the running statistics move in a step.</summary>
    public double Momentum { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        var name = GetType().Name;
        if (x.Rank != _axes + 2 && x.Rank != _axes + 1)
            throw new ArgumentException($"{name}: the input {x.Shape} must be [batch, channels, ...] or [channels, ...], with {_axes} axes after the channels.{NameScope.Suffix}", nameof(x));
        var batch = x.Rank == _axes + 2 ? x : x.Unsqueeze(0);
        if (batch.Shape[1] != Features)
            throw new ShapeMismatchException(name, x.Shape, [Features], $"the layer has {Features} channels, so the input must have {Features}, not {batch.Shape[1]}");
        Tensor y;
        if (RunningMean is not null && !IsTraining) y = batch.BatchNorm(RunningMean, RunningVar, Weight, Bias, training: false, eps: Eps);
        else
        {
            y = batch.InstanceNorm(Weight, Bias, Eps);
            if (RunningMean is not null && batch.Size > 0) MoveStatistics(batch.Detach());
        }
        return x.Rank == batch.Rank ? y : y.Squeeze(0);
    }

    private void MoveStatistics(Tensor x)
    {
        using var scope = GradMode.NoGrad();
        var planes = x.Flatten(2);
        RunningMean!.CopyFrom(RunningMean.Lerp(planes.Mean(2).Mean(0), Momentum));
        RunningVar!.CopyFrom(RunningVar.Lerp(planes.Var(2).Mean(0), Momentum));
        BatchesTracked!.Mutate<long>()[0]++;
    }
}
