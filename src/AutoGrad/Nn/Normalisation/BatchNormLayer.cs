namespace AutoGrad.Nn;

/// <summary>Normalises each channel over the batch: what <see cref="BatchNorm1d"/>, <see cref="BatchNorm2d"/> and <see cref="BatchNorm3d"/> share.</summary>
/// <remarks>While training by the statistics of the batch, which move the running ones; in evaluation by the running ones. Ioffe and Szegedy, 2015.</remarks>
public abstract class BatchNormLayer : Layer
{
    private protected BatchNormLayer(int features, double eps, double? momentum, bool affine, bool trackRunningStats, DType dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        if (!(eps >= 0)) throw new ArgumentOutOfRangeException(nameof(eps), eps, $"{GetType().Name}: eps is added to a variance and must not be negative.");
        if (momentum is { } m && !(m is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(momentum), m, $"{GetType().Name}: momentum is from 0 to 1, or null for the mean over all steps.");
        if (!dtype.IsFloating) throw new ArgumentException($"{GetType().Name}: a layer is Float32 or Float64, not {dtype}.", nameof(dtype));
        (Features, Eps, Momentum) = (features, eps, momentum);
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

    /// <summary>How many batches moved the running statistics, an Int64 buffer []; null where none are kept.</summary>
    public Tensor? BatchesTracked { get; set => field = Register(value); }

    /// <summary>The number of channels.</summary>
    public int Features { get; }

    /// <summary>What is added to the variance.</summary>
    public double Eps { get; }

    /// <summary>How far the running statistics move in a step; null for their mean over all steps.</summary>
    public double? Momentum { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        if (!Takes(x.Rank)) throw new ArgumentException($"{GetType().Name}: the input {x.Shape} must be {Expected}.{NameScope.Suffix}", nameof(x));
        if (x.Shape[1] != Features)
            throw new ShapeMismatchException(GetType().Name, x.Shape, [Features], $"the layer has {Features} channels, so the input's axis 1 must be {Features}, not {x.Shape[1]}");
        var moves = IsTraining && RunningMean is not null && x.Size > 0;      // a batch of nothing has no statistics
        var momentum = Momentum ?? (moves ? 1.0 / (BatchesTracked!.Item<long>() + 1) : 0);
        var y = x.BatchNorm(RunningMean, RunningVar, Weight, Bias, moves || RunningMean is null, momentum, Eps);
        if (moves) BatchesTracked!.Mutate<long>()[0]++;
        return y;
    }

    private protected abstract bool Takes(int rank);

    private protected abstract string Expected { get; }
}
