namespace AutoGrad.Nn;

/// <summary>Fills parameters with first values, in place, and returns them.</summary>
/// <remarks>
/// The random ones keep the scale of signals from layer to layer. For a weight [out, in, ...] fan-in is in · rest and
/// fan-out is out · rest, where rest is the product of the extents after the second.
/// </remarks>
public static partial class Init
{
    /// <summary>Fills with zeros.</summary>
    /// <param name="parameter">What to fill.</param>
    public static Parameter Zeros(Parameter parameter) => Constant(parameter, 0);

    /// <summary>Fills with ones.</summary>
    /// <param name="parameter">What to fill.</param>
    public static Parameter Ones(Parameter parameter) => Constant(parameter, 1);

    /// <summary>Fills with one value.</summary>
    /// <param name="parameter">What to fill.</param>
    /// <param name="value">The value.</param>
    public static Parameter Constant(Parameter parameter, double value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return Assign(parameter, Tensor.Full(parameter.Shape, value, parameter.DType));
    }

    /// <summary>Fills with numbers drawn evenly from [low, high).</summary>
    /// <param name="parameter">What to fill.</param>
    /// <param name="low">The least value.</param>
    /// <param name="high">The bound above.</param>
    /// <param name="generator">Where to draw from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="low"/> is above <paramref name="high"/>, or one is not finite.</exception>
    public static Parameter Uniform(Parameter parameter, double low = 0, double high = 1, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return Assign(parameter, Tensor.Uniform(parameter.Shape, low, high, parameter.DType, generator));
    }

    /// <summary>Fills with normally distributed numbers.</summary>
    /// <param name="parameter">What to fill.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation.</param>
    /// <param name="generator">Where to draw from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="standardDeviation"/> is negative, or a number is not finite.</exception>
    public static Parameter Normal(Parameter parameter, double mean = 0, double standardDeviation = 1, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return Assign(parameter, Tensor.Normal(parameter.Shape, mean, standardDeviation, parameter.DType, generator));
    }

    /// <summary>Fills evenly from ±gain · √(6/(fan-in + fan-out)): for tanh and sigmoid.</summary>
    /// <remarks>Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.</remarks>
    /// <param name="parameter">What to fill; at least two axes.</param>
    /// <param name="gain">The scale; see <see cref="CalculateGain"/>.</param>
    /// <param name="generator">Where to draw from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="parameter"/> has fewer than two axes.</exception>
    public static Parameter XavierUniform(Parameter parameter, double gain = 1, Generator? generator = null)
    {
        var bound = Math.Sqrt(3) * XavierDeviation(parameter, gain);
        return Uniform(parameter, -bound, bound, generator);
    }

    /// <summary>Fills normally with standard deviation gain · √(2/(fan-in + fan-out)): for tanh and sigmoid.</summary>
    /// <remarks>Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.</remarks>
    /// <inheritdoc cref="XavierUniform" path="/param"/>
    /// <inheritdoc cref="XavierUniform" path="/exception"/>
    public static Parameter XavierNormal(Parameter parameter, double gain = 1, Generator? generator = null) =>
        Normal(parameter, 0, XavierDeviation(parameter, gain), generator);

    /// <summary>Fills evenly from ±gain · √(3/fan): for relu and its relatives.</summary>
    /// <remarks>He et al., "Delving deep into rectifiers: surpassing human-level performance on ImageNet classification", 2015.</remarks>
    /// <param name="parameter">What to fill; at least two axes.</param>
    /// <param name="a">The slope of a leaky relu for negative inputs; unused for others.</param>
    /// <param name="fanMode">Which fan to keep the scale by.</param>
    /// <param name="nonlinearity">What follows the layer.</param>
    /// <param name="generator">Where to draw from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="parameter"/> has fewer than two axes.</exception>
    public static Parameter KaimingUniform(Parameter parameter, double a = 0, FanMode fanMode = FanMode.FanIn, Nonlinearity nonlinearity = Nonlinearity.LeakyRelu, Generator? generator = null)
    {
        var bound = Math.Sqrt(3) * KaimingDeviation(parameter, a, fanMode, nonlinearity);
        return Uniform(parameter, -bound, bound, generator);
    }

    /// <summary>Fills normally with standard deviation gain/√fan: for relu and its relatives.</summary>
    /// <remarks>He et al., "Delving deep into rectifiers: surpassing human-level performance on ImageNet classification", 2015.</remarks>
    /// <inheritdoc cref="KaimingUniform" path="/param"/>
    /// <inheritdoc cref="KaimingUniform" path="/exception"/>
    public static Parameter KaimingNormal(Parameter parameter, double a = 0, FanMode fanMode = FanMode.FanIn, Nonlinearity nonlinearity = Nonlinearity.LeakyRelu, Generator? generator = null) =>
        Normal(parameter, 0, KaimingDeviation(parameter, a, fanMode, nonlinearity), generator);

    /// <summary>The factor that undoes what a nonlinearity does to the scale of its input.</summary>
    /// <param name="nonlinearity">What follows the layer.</param>
    /// <param name="negativeSlope">The slope of a leaky relu for negative inputs; unused for others.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nonlinearity"/> is none of the known ones.</exception>
    public static double CalculateGain(Nonlinearity nonlinearity, double negativeSlope = 0.01) => nonlinearity switch
    {
        Nonlinearity.Linear or Nonlinearity.Sigmoid => 1,
        Nonlinearity.Tanh => 5.0 / 3,
        Nonlinearity.Relu => Math.Sqrt(2),
        Nonlinearity.LeakyRelu => Math.Sqrt(2 / (1 + negativeSlope * negativeSlope)),
        Nonlinearity.Selu => 0.75,
        _ => throw new ArgumentOutOfRangeException(nameof(nonlinearity), nonlinearity, "There is no such nonlinearity."),
    };

    private static double XavierDeviation(Parameter parameter, double gain)
    {
        var (fanIn, fanOut) = Fans(parameter);
        return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
    }

    private static double KaimingDeviation(Parameter parameter, double a, FanMode fanMode, Nonlinearity nonlinearity)
    {
        var (fanIn, fanOut) = Fans(parameter);
        return CalculateGain(nonlinearity, a) / Math.Sqrt(fanMode == FanMode.FanIn ? fanIn : fanOut);
    }

    private static (double FanIn, double FanOut) Fans(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        var shape = parameter.Shape;
        if (shape.Rank < 2) throw new ArgumentException($"Init: a weight {shape} has no fan-in and fan-out; it needs two axes [out, in].", nameof(parameter));
        if (shape.Size == 0) throw new ArgumentException($"Init: a weight {shape} without elements has no scale.", nameof(parameter));
        double rest = Shape.Product(shape.Extents[2..]);
        return (shape[1] * rest, shape[0] * rest);
    }

    private static Parameter Assign(Parameter parameter, Tensor value)
    {
        using var scope = GradMode.NoGrad();
        parameter.CopyFrom(value);
        return parameter;
    }
}
