using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>What slides windows over images, and images of other sizes. Signals have rank 3, images rank 4: (batch, channels, …).</summary>
internal static class WindowCandidates
{
    public static IEnumerable<FuzzCandidate> All =>
    [
        Of("Conv1d", (x, _) => x[0].Conv1d(x[1], x[2], padding: 1), (s, r) => s.Rank == 3 ? new([], [2, s[1], 2], [2]) : null),
        Of("Conv1d(stride, dilation)", (x, _) => x[0].Conv1d(x[1], stride: 2, padding: 2, dilation: 2), (s, r) => s.Rank == 3 ? new([], [2, s[1], 2]) : null),
        Of("Conv2d", (x, _) => x[0].Conv2d(x[1], x[2]), (s, r) => IsImage(s) ? new([], [2, s[1], 2, 2], [2]) : null),
        Of("Conv2d(groups)", (x, a) => x[0].Conv2d(x[1], padding: 1, groups: a[0]), (s, r) => IsImage(s) ? new([s[1]], [s[1], 1, 2, 2]) : null),
        Of("ConvTranspose1d", (x, _) => x[0].ConvTranspose1d(x[1], x[2], stride: 2), (s, r) => s.Rank == 3 ? new([], [s[1], 2, 2], [2]) : null),
        Of("ConvTranspose2d", (x, _) => x[0].ConvTranspose2d(x[1], padding: 1), (s, r) => IsImage(s) ? new([], [s[1], 1, 3, 3]) : null),
        Of("Im2Col", (x, _) => x[0].Im2Col(2, padding: 1, stride: 2), Images),
        Of("Col2Im", (x, _) => x[0].Im2Col(2).Square().Col2Im((x[0].Shape[2], x[0].Shape[3]), 2), Images),
        Of("MaxPool1d", (x, _) => x[0].MaxPool1d(2, stride: 1), Signals),
        Of("MaxPool2d", (x, _) => x[0].MaxPool2d(2, stride: 1, padding: 1), Images),
        Of("AvgPool1d", (x, _) => x[0].AvgPool1d(2, stride: 1, padding: 1), Signals),
        Of("AvgPool2d", (x, _) => x[0].AvgPool2d(2, stride: 2, padding: 1, countIncludePad: false), Images),
        Of("AdaptiveAvgPool1d", (x, _) => x[0].AdaptiveAvgPool1d(2), Signals),
        Of("AdaptiveAvgPool2d", (x, _) => x[0].AdaptiveAvgPool2d((2, 1)), Images),
        Of("AdaptiveMaxPool1d", (x, _) => x[0].AdaptiveMaxPool1d(2), Signals),
        Of("AdaptiveMaxPool2d", (x, _) => x[0].AdaptiveMaxPool2d((1, 2)), Images),
        Of("Interpolate(nearest)", (x, _) => x[0].Interpolate(5), Signals),
        Of("Interpolate(linear)", (x, _) => x[0].Interpolate(4, InterpolationMode.Linear), Signals),
        Of("Interpolate(corners)", (x, _) => x[0].Interpolate((3, 2), InterpolationMode.Linear, alignCorners: true), Images),
        Of("Interpolate(cubic)", (x, _) => x[0].Interpolate((3, 3), InterpolationMode.Cubic), Images),
        Of("Interpolate(area)", (x, _) => x[0].Interpolate(2, InterpolationMode.Area), Signals),
    ];

    private static FuzzCandidate Of(string name, Func<Tensor[], int[], Tensor> run, Func<Shape, Random, FuzzCall?> propose, [CallerArgumentExpression(nameof(run))] string code = "") => new(name, run, propose, code);

    private static bool IsImage(Shape s) => s.Rank == 4 && s[2] > 1 && s[3] > 1;

    private static FuzzCall? Signals(Shape s, Random random) => s.Rank == 3 && s[2] > 1 ? new FuzzCall([]) : null;

    private static FuzzCall? Images(Shape s, Random random) => IsImage(s) ? new FuzzCall([]) : null;
}
