namespace AutoGrad.Conformance.Bindings;

/// <summary>What slides windows over images, and what resamples them.</summary>
internal static class Convolution
{
    public static IEnumerable<Binding> All =>
    [
        Plain(1, (x, w, b, a) => x.Conv1d(w, b, PerAxis(a, "stride"), Padding(a), PerAxis(a, "dilation"), a.Int("groups"))),
        Plain(2, (x, w, b, a) => x.Conv2d(w, b, PerAxis(a, "stride"), Padding(a), PerAxis(a, "dilation"), a.Int("groups"))),
        Plain(3, (x, w, b, a) => x.Conv3d(w, b, PerAxis(a, "stride"), Padding(a), PerAxis(a, "dilation"), a.Int("groups"))),
        Transposed(1, (x, w, b, a) => x.ConvTranspose1d(w, b, PerAxis(a, "stride"), PerAxis(a, "padding"), PerAxis(a, "output_padding"), a.Int("groups"), PerAxis(a, "dilation"))),
        Transposed(2, (x, w, b, a) => x.ConvTranspose2d(w, b, PerAxis(a, "stride"), PerAxis(a, "padding"), PerAxis(a, "output_padding"), a.Int("groups"), PerAxis(a, "dilation"))),
        Transposed(3, (x, w, b, a) => x.ConvTranspose3d(w, b, PerAxis(a, "stride"), PerAxis(a, "padding"), PerAxis(a, "output_padding"), a.Int("groups"), PerAxis(a, "dilation"))),
        MaxPool(1, (x, a) => x.MaxPool1dWithIndices(PerAxis(a, "kernel_size"), PerAxis(a, "stride"), PerAxis(a, "padding"), PerAxis(a, "dilation"), a.Flag("ceil_mode"))),
        MaxPool(2, (x, a) => x.MaxPool2dWithIndices(PerAxis(a, "kernel_size"), PerAxis(a, "stride"), PerAxis(a, "padding"), PerAxis(a, "dilation"), a.Flag("ceil_mode"))),
        MaxPool(3, (x, a) => x.MaxPool3dWithIndices(PerAxis(a, "kernel_size"), PerAxis(a, "stride"), PerAxis(a, "padding"), PerAxis(a, "dilation"), a.Flag("ceil_mode"))),
        new("F.avg_pool1d", "input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True",
            a => a.Tensor("input").AvgPool1d(PerAxis(a, "kernel_size"), PerAxis(a, "stride"), PerAxis(a, "padding"), a.Flag("ceil_mode"), a.Flag("count_include_pad")), "AvgPool1d"),
        new("F.avg_pool2d", "input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None",
            a => a.Tensor("input").AvgPool2d(PerAxis(a, "kernel_size"), PerAxis(a, "stride"), PerAxis(a, "padding"), a.Flag("ceil_mode"), a.Flag("count_include_pad"), a.OptionalInt("divisor_override")), "AvgPool2d"),
        new("F.avg_pool3d", "input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None",
            a => a.Tensor("input").AvgPool3d(PerAxis(a, "kernel_size"), PerAxis(a, "stride"), PerAxis(a, "padding"), a.Flag("ceil_mode"), a.Flag("count_include_pad"), a.OptionalInt("divisor_override")), "AvgPool3d"),
        new("F.adaptive_avg_pool1d", "input, output_size", a => a.Tensor("input").AdaptiveAvgPool1d(PerAxis(a, "output_size")), "AdaptiveAvgPool1d"),
        new("F.adaptive_avg_pool2d", "input, output_size", a => a.Tensor("input").AdaptiveAvgPool2d(PerAxis(a, "output_size")), "AdaptiveAvgPool2d"),
        new("F.adaptive_avg_pool3d", "input, output_size", a => a.Tensor("input").AdaptiveAvgPool3d(PerAxis(a, "output_size")), "AdaptiveAvgPool3d"),
        new("F.adaptive_max_pool1d", "input, output_size, return_indices=False", a => Maxima(a, a.Tensor("input").AdaptiveMaxPool1dWithIndices(PerAxis(a, "output_size"))), "AdaptiveMaxPool1d/AdaptiveMaxPool1dWithIndices AdaptiveMaxPool1d"),
        new("F.adaptive_max_pool2d", "input, output_size, return_indices=False", a => Maxima(a, a.Tensor("input").AdaptiveMaxPool2dWithIndices(PerAxis(a, "output_size"))), "AdaptiveMaxPool2d/AdaptiveMaxPool2dWithIndices AdaptiveMaxPool2d"),
        new("F.adaptive_max_pool3d", "input, output_size, return_indices=False", a => Maxima(a, a.Tensor("input").AdaptiveMaxPool3dWithIndices(PerAxis(a, "output_size"))), "AdaptiveMaxPool3d/AdaptiveMaxPool3dWithIndices AdaptiveMaxPool3d"),
        new("F.unfold", "input, kernel_size, dilation=1, padding=0, stride=1",
            a => a.Tensor("input").Im2Col(PerAxis(a, "kernel_size"), PerAxis(a, "dilation"), PerAxis(a, "padding"), PerAxis(a, "stride")), "Im2Col"),
        new("F.fold", "input, output_size, kernel_size, dilation=1, padding=0, stride=1",
            a => a.Tensor("input").Col2Im(PerAxis(a, "output_size"), PerAxis(a, "kernel_size"), PerAxis(a, "dilation"), PerAxis(a, "padding"), PerAxis(a, "stride")), "Col2Im"),
        new("F.pad", "input, pad, mode='constant', value=None", Padded, "Pad"),
        new("F.interpolate", "input, size=None, scale_factor=None, mode='nearest', align_corners=None", Interpolated, "Interpolate/InterpolateBy Interpolate InterpolateBy"),
        new("F.pixel_shuffle torch.pixel_shuffle", "input, upscale_factor", a => a.Tensor("input").PixelShuffle(a.Int("upscale_factor")), "PixelShuffle"),
        new("F.pixel_unshuffle torch.pixel_unshuffle", "input, downscale_factor", a => a.Tensor("input").PixelUnshuffle(a.Int("downscale_factor")), "PixelUnshuffle"),
    ];

    /// <summary>Torch's pad: amounts of the last axis first, as one list.</summary>
    private static Tensor Padded(Arguments a)
    {
        var pad = a.Ints("pad");
        var amounts = new (int Before, int After)[pad.Length / 2];
        for (var k = 0; k < amounts.Length; k++) amounts[^(k + 1)] = (pad[2 * k], pad[2 * k + 1]);
        return a.Text("mode") switch
        {
            "constant" => a.Tensor("input").Pad(amounts, a.OptionalNumber("value") ?? 0),
            "reflect" => a.Tensor("input").Pad(amounts, PadMode.Reflect),
            "replicate" => a.Tensor("input").Pad(amounts, PadMode.Replicate),
            "circular" => a.Tensor("input").Pad(amounts, PadMode.Circular),
            _ => throw a.Wrong("mode", "a mode"),
        };
    }

    private static Binding Plain(int axes, Func<Tensor, Tensor, Tensor?, Arguments, Tensor> run) =>
        new($"F.conv{axes}d torch.conv{axes}d", "input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1", a => run(a.Tensor("input"), a.Tensor("weight"), a.OptionalTensor("bias"), a), $"Conv{axes}d");

    private static Binding Transposed(int axes, Func<Tensor, Tensor, Tensor?, Arguments, Tensor> run) =>
        new($"F.conv_transpose{axes}d torch.conv_transpose{axes}d", "input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1",
            a => run(a.Tensor("input"), a.Tensor("weight"), a.OptionalTensor("bias"), a), $"ConvTranspose{axes}d");

    private static Binding MaxPool(int axes, Func<Tensor, Arguments, (Tensor, Tensor)> run) =>
        new($"F.max_pool{axes}d", "input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False", a => Maxima(a, run(a.Tensor("input"), a)), $"MaxPool{axes}d/MaxPool{axes}dWithIndices MaxPool{axes}dWithIndices");

    private static object Maxima(Arguments a, (Tensor Values, Tensor Indices) both) => a.Flag("return_indices") ? Arguments.Results(both.Values, both.Indices) : both.Values;

    private static Tensor Interpolated(Arguments a)
    {
        var mode = a.Text("mode") switch
        {
            "nearest" => InterpolationMode.Nearest,
            "nearest-exact" => InterpolationMode.NearestExact,
            "linear" or "bilinear" or "trilinear" => InterpolationMode.Linear,
            "bicubic" => InterpolationMode.Cubic,
            "area" => InterpolationMode.Area,
            _ => throw a.Wrong("mode", "a mode"),
        };
        var corners = a.Has("align_corners") && a.Flag("align_corners");
        if (a.Has("size")) return a.Tensor("input").Interpolate(PerAxis(a, "size"), mode, corners);
        return a["scale_factor"] is object?[] factors
            ? a.Tensor("input").InterpolateBy(Array.ConvertAll(factors, Convert.ToDouble), mode, corners)
            : a.Tensor("input").InterpolateBy(a.Number("scale_factor"), mode, corners);
    }

    private static Padding Padding(Arguments a) => a["padding"] switch
    {
        "same" => AutoGrad.Padding.Same,
        "valid" => AutoGrad.Padding.Valid,
        _ => PerAxis(a, "padding"),
    };

    private static PerAxis PerAxis(Arguments a, string name) => a.Ints(name) switch
    {
        [] => default,
        [var all] => all,
        [var height, var width] => (height, width),
        [var depth, var height, var width] => (depth, height, width),
        _ => throw a.Wrong(name, "at most three numbers"),
    };
}
