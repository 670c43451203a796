using AutoGrad.Tests.OpTable;
using static AutoGrad.Tests.Fuzz.HyperDual;

namespace AutoGrad.Tests.Fuzz;

/// <summary>The pointwise candidates once more, over hyper-dual numbers.</summary>
internal static class DualPointwise
{
    private const double SeluScale = 1.0507009873554804934193349852946, SeluAlpha = 1.6732632423543772848170429916717;

    public static Dictionary<string, Func<HyperDual[], HyperDual>> All { get; } = new()
    {
        ["Add"] = x => x[0] + x[1],
        ["Subtract"] = x => x[0] - x[1],
        ["Multiply"] = x => x[0] * x[1],
        ["Divide"] = x => x[0] / x[1],
        ["AddScalar"] = x => x[0] + 0.75,
        ["SubtractFrom"] = x => 1.25 - x[0],
        ["MultiplyScalar"] = x => x[0] * -1.5,
        ["DivideScalar"] = x => x[0] / 1.75,
        ["DivideInto"] = x => 1.5 / x[0],
        ["Negate"] = x => -x[0],
        ["Abs"] = x => Abs(x[0]),
        ["Sign"] = x => Math.Sign(x[0].V),
        ["Square"] = x => x[0] * x[0],
        ["Sqrt"] = x => Sqrt(x[0]),
        ["Rsqrt"] = x => 1 / Sqrt(x[0]),
        ["Reciprocal"] = x => 1 / x[0],
        ["Pow"] = x => Exp(x[1] * Log(x[0])),
        ["PowScalar(3)"] = x => x[0] * x[0] * x[0],
        ["PowScalar(-1.5)"] = x => 1 / (x[0] * Sqrt(x[0])),
        ["PowScalarBase"] = x => Exp(x[0] * Math.Log(1.5)),
        ["Maximum"] = x => Max(x[0], x[1]),
        ["Minimum"] = x => Min(x[0], x[1]),
        ["Fmax"] = x => Max(x[0], x[1]),
        ["Fmin"] = x => Min(x[0], x[1]),
        ["Clamp"] = x => Min(Max(x[0], -0.75), 1),
        ["ClampMin"] = x => Max(x[0], x[1]),
        ["Floor"] = x => Math.Floor(x[0].V) + x[0],
        ["Ceiling"] = x => Math.Ceiling(x[0].V) * x[0],
        ["Round"] = x => Math.Round(x[0].V) * x[0],
        ["Truncate"] = x => Math.Truncate(x[0].V) + x[0],
        ["Frac"] = x => x[0] - Math.Truncate(x[0].V),
        ["Fmod"] = x => x[0] - x[1] * Math.Truncate(x[0].V / x[1].V),
        ["Remainder"] = x => x[0] - x[1] * Math.Floor(x[0].V / x[1].V),
        ["WholeDivision"] = x => Math.Floor(x[0].V / x[1].V) + x[0],
        ["CopySign"] = x => x[1].V < 0 ? -Abs(x[0]) : Abs(x[0]),
        ["NanToNum"] = x => x[0],
        ["Addcmul"] = x => x[0] + 0.5 * x[1] * x[2],
        ["Addcdiv"] = x => x[0] - 1.5 * x[1] / x[2],
        ["Lerp"] = x => x[0] * (1 - x[2]) + x[2] * x[1],
        ["Where"] = x => x[0].V > 0.25 ? x[1] : x[2],
        ["MaskedFill"] = x => x[0].V < -0.25 ? 0.5 : x[0],
        ["Clone"] = x => x[0],

        ["Exp"] = x => Exp(x[0]),
        ["Exp2"] = x => Exp(x[0] * Math.Log(2)),
        ["Expm1"] = x => Exp(x[0]) - 1,
        ["Log"] = x => Log(x[0]),
        ["Log1p"] = x => Log(1 + x[0]),
        ["Log2"] = x => Log(x[0]) / Math.Log(2),
        ["Log10"] = x => Log(x[0]) / Math.Log(10),
        ["Sin"] = x => Sin(x[0]),
        ["Cos"] = x => Cos(x[0]),
        ["Tan"] = x => Sin(x[0]) / Cos(x[0]),
        ["Asin"] = x => Asin(x[0]),
        ["Acos"] = x => Math.PI / 2 - Asin(x[0]),
        ["Atan"] = x => Atan(x[0]),
        ["Sinh"] = x => (Exp(x[0]) - Exp(-x[0])) / 2,
        ["Cosh"] = x => (Exp(x[0]) + Exp(-x[0])) / 2,
        ["Asinh"] = x => x[0].V < 0 ? -Log(Sqrt(x[0] * x[0] + 1) - x[0]) : Log(x[0] + Sqrt(x[0] * x[0] + 1)),
        ["Acosh"] = x => Log(x[0] + Sqrt(x[0] * x[0] - 1)),
        ["Atanh"] = x => Log((1 + x[0]) / (1 - x[0])) / 2,
        ["Sinc"] = x => Math.Abs(x[0].V) < 0.01 ? 1 - Squared(x[0]) / 6 + Squared(x[0]) * Squared(x[0]) / 120 : Sin(Math.PI * x[0]) / (Math.PI * x[0]),
        ["Deg2Rad"] = x => x[0] * (Math.PI / 180),
        ["Rad2Deg"] = x => x[0] * (180 / Math.PI),
        ["Erf"] = x => Erf(x[0]),
        ["Erfc"] = x => 1 - Erf(x[0]),
        ["Erfinv"] = x => Erfinv(x[0]),
        ["Lgamma"] = x => x[0].Chain(GammaSeries.LogGamma(x[0].V), GammaSeries.Polygamma(0, x[0].V), GammaSeries.Polygamma(1, x[0].V)),
        ["Digamma"] = x => x[0].Chain(GammaSeries.Polygamma(0, x[0].V), GammaSeries.Polygamma(1, x[0].V), GammaSeries.Polygamma(2, x[0].V)),
        ["Polygamma"] = x => x[0].Chain(GammaSeries.Polygamma(1, x[0].V), GammaSeries.Polygamma(2, x[0].V), GammaSeries.Polygamma(3, x[0].V)),
        ["Logit"] = x => Log(x[0] / (1 - x[0])),
        ["Atan2"] = x => Atan(x[0] / x[1]),
        ["Hypot"] = x => Sqrt(x[0] * x[0] + x[1] * x[1]),
        ["LogAddExp"] = x => Log(Exp(x[0]) + Exp(x[1])),
        ["LogAddExp2"] = x => Log(Exp(x[0] * Math.Log(2)) + Exp(x[1] * Math.Log(2))) / Math.Log(2),
        ["Xlogy"] = x => x[0] * Log(x[1]),

        ["Tanh"] = x => Tanh(x[0]),
        ["Sigmoid"] = x => Sigmoid(x[0]),
        ["LogSigmoid"] = x => -Log(1 + Exp(-x[0])),
        ["Relu"] = x => Max(0, x[0]),
        ["Relu6"] = x => Min(Max(0, x[0]), 6),
        ["LeakyRelu"] = x => x[0].V > 0 ? x[0] : 0.25 * x[0],
        ["Elu"] = x => x[0].V > 0 ? x[0] : 1.5 * (Exp(x[0]) - 1),
        ["Celu"] = x => x[0].V > 0 ? x[0] : 0.75 * (Exp(x[0] / 0.75) - 1),
        ["Selu"] = x => SeluScale * (x[0].V > 0 ? x[0] : SeluAlpha * (Exp(x[0]) - 1)),
        ["Gelu"] = x => x[0] * (1 + Erf(x[0] / Math.Sqrt(2))) / 2,
        ["GeluTanh"] = x => x[0] * (1 + Tanh(Math.Sqrt(2 / Math.PI) * (x[0] + 0.044715 * x[0] * x[0] * x[0]))) / 2,
        ["Silu"] = x => x[0] * Sigmoid(x[0]),
        ["Mish"] = x => x[0] * Tanh(Log(1 + Exp(x[0]))),
        ["Softplus"] = x => Log(1 + Exp(1.5 * x[0])) / 1.5,
        ["Softsign"] = x => x[0] / (1 + Abs(x[0])),
        ["Softshrink"] = x => x[0].V > 0.5 ? x[0] - 0.5 : x[0].V < -0.5 ? x[0] + 0.5 : 0,
        ["Hardshrink"] = x => Math.Abs(x[0].V) > 0.5 ? x[0] : 0,
        ["Tanhshrink"] = x => x[0] - Tanh(x[0]),
        ["Hardtanh"] = x => Min(Max(x[0], -1), 1),
        ["Hardsigmoid"] = x => Min(Max(x[0] / 6 + 0.5, 0), 1),
        ["Hardswish"] = x => x[0] * Min(Max(x[0] / 6 + 0.5, 0), 1),
        ["Threshold"] = x => x[0].V > 0.5 ? x[0] : -1,

        ["Loss.BinaryCrossEntropy"] = x => -x[1] * Log(x[0]) - (1 - x[1]) * Log(1 - x[0]),
        ["Loss.BinaryCrossEntropyWithLogits"] = x => -x[1] * Log(Sigmoid(x[0])) - (1 - x[1]) * Log(1 - Sigmoid(x[0])),
        ["Loss.SmoothL1"] = x => Math.Abs(x[0].V - x[1].V) < 0.75 ? (x[0] - x[1]) * (x[0] - x[1]) / 1.5 : Abs(x[0] - x[1]) - 0.375,
        ["Loss.Huber"] = x => Math.Abs(x[0].V - x[1].V) < 0.75 ? (x[0] - x[1]) * (x[0] - x[1]) / 2 : 0.75 * (Abs(x[0] - x[1]) - 0.375),
        ["Loss.SoftMargin"] = x => Log(1 + Exp(-x[0] * x[1])),
        ["Loss.PoissonNll"] = x => Exp(x[0]) - x[1] * x[0],
        ["Loss.GaussianNll"] = x => (Log(x[1] + 0.5) + (x[0] - x[1]) * (x[0] - x[1]) / (x[1] + 0.5)) / 2,
        ["Loss.KlDiv"] = x => x[1] * (Log(x[1]) - x[0]),
    };

    private static HyperDual Squared(HyperDual x) => Math.PI * x * (Math.PI * x);

    // Newton's method on erf; the derivatives by the inverse function
    private static HyperDual Erfinv(HyperDual x)
    {
        var y = 0.0;
        for (var i = 0; i < 60; i++) y -= (1 - MathRows.Erfc(y) - x.V) * Math.Sqrt(Math.PI) / 2 * Math.Exp(y * y);
        var slope = Math.Sqrt(Math.PI) / 2 * Math.Exp(y * y);
        return x.Chain(y, slope, 2 * y * slope * slope);
    }
}
