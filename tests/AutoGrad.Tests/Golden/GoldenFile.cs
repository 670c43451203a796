using System.IO.Compression;
using System.Text.Json;

namespace AutoGrad.Tests.Golden;

/// <summary>Figures another engine has worked out, embedded in this assembly.</summary>
internal static class GoldenFile
{
    public static JsonElement Read(string name)
    {
        using var resource = typeof(GoldenFile).Assembly.GetManifestResourceStream($"Golden.{name}") ?? throw new FileNotFoundException(name);
        using var stream = name.EndsWith(".gz") ? new GZipStream(resource, CompressionMode.Decompress) : resource;
        return JsonDocument.Parse(stream).RootElement.Clone();
    }

    /// <summary>A tensor written as shape and data.</summary>
    public static Tensor Shaped(JsonElement json) => Tensor.From(Numbers(json.GetProperty("data")), new Shape(Extents(json.GetProperty("shape"))));

    /// <summary>A tensor of two axes written as rows.</summary>
    public static Tensor Rows(JsonElement json) =>
        Tensor.From(json.EnumerateArray().SelectMany(Numbers).ToArray(), [json.GetArrayLength(), json[0].GetArrayLength()]);

    public static double[] Numbers(JsonElement json) => [.. json.EnumerateArray().Select(e => e.GetDouble())];

    public static void ShouldEqual(double actual, double expected, double tolerance, string what) =>
        Math.Abs(actual - expected).ShouldBeLessThanOrEqualTo(tolerance + tolerance * Math.Abs(expected), $"{what}: {actual} instead of {expected}");

    public static void ShouldEqual(Tensor actual, Tensor expected, double tolerance, string what)
    {
        actual.Shape.ShouldBe(expected.Shape);
        var (a, e) = (actual.ToArray<double>(), expected.ToArray<double>());
        for (var i = 0; i < a.Length; i++) ShouldEqual(a[i], e[i], tolerance, $"{what}[{i}]");
    }

    private static int[] Extents(JsonElement json) => [.. json.EnumerateArray().Select(e => e.GetInt32())];
}
