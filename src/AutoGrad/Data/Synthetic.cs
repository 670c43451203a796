namespace AutoGrad.Data;

/// <summary>Small made-up data sets, to try a model on: points of the plane with a class, or a curve.</summary>
/// <remarks>Inputs are Float32 [count, features]; classes are Int64 [count]. The classes take turns, so that they are equally frequent.</remarks>
public static class Synthetic
{
    /// <summary>The corners of a square, of class 1 where exactly one coordinate is 1.</summary>
    /// <param name="count">Number of points.</param>
    /// <param name="noise">Standard deviation of what is added to each coordinate.</param>
    /// <param name="generator">Where the noise comes from; null for <see cref="Generator.Default"/>.</param>
    public static TensorDataset Xor(int count = 4, double noise = 0, Generator? generator = null) =>
        Points(nameof(Xor), count, noise, generator, i => (i & 1, i >> 1 & 1, (i ^ i >> 1) & 1));

    /// <summary>Two half circles that reach into one another.</summary>
    /// <param name="count">Number of points.</param>
    /// <param name="noise">Standard deviation of what is added to each coordinate.</param>
    /// <param name="generator">Where the noise comes from; null for <see cref="Generator.Default"/>.</param>
    public static TensorDataset Moons(int count, double noise = 0, Generator? generator = null) => Points(nameof(Moons), count, noise, generator, i =>
    {
        var (sin, cos) = Math.SinCos(Math.PI * Along(i, 2, count));
        return i % 2 == 0 ? (cos, sin, 0) : (1 - cos, 0.5 - sin, 1);
    });

    /// <summary>A circle of radius 1, class 0, around a smaller one, class 1.</summary>
    /// <param name="count">Number of points.</param>
    /// <param name="noise">Standard deviation of what is added to each coordinate.</param>
    /// <param name="factor">The radius of the smaller one, between 0 and 1.</param>
    /// <param name="generator">Where the noise comes from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is not between 0 and 1.</exception>
    public static TensorDataset Circles(int count, double noise = 0, double factor = 0.5, Generator? generator = null)
    {
        if (!(factor is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "Circles: the smaller radius is between 0 and 1.");
        return Points(nameof(Circles), count, noise, generator, i =>
        {
            var ((sin, cos), radius) = (Math.SinCos(2 * Math.PI * (i / 2) / ((count + 1) / 2)), i % 2 == 0 ? 1 : factor);
            return (radius * cos, radius * sin, i % 2);
        });
    }

    /// <summary>Arms that wind about the origin, out to radius 1.</summary>
    /// <param name="count">Number of points.</param>
    /// <param name="classes">Number of arms.</param>
    /// <param name="noise">Standard deviation of what is added to each coordinate.</param>
    /// <param name="turns">How often each arm goes around.</param>
    /// <param name="generator">Where the noise comes from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no arm, or <paramref name="turns"/> is not finite.</exception>
    public static TensorDataset Spirals(int count, int classes = 2, double noise = 0, double turns = 1.5, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        if (!double.IsFinite(turns)) throw new ArgumentOutOfRangeException(nameof(turns), turns, "Spirals: the number of turns is finite.");
        return Points(nameof(Spirals), count, noise, generator, i =>
        {
            var radius = Along(i, classes, count);
            var (sin, cos) = Math.SinCos(2 * Math.PI * (turns * radius + (double)(i % classes) / classes));
            return (radius * cos, radius * sin, i % classes);
        });
    }

    /// <summary>Round clouds about centres that lie at random in [-10, 10) along each axis.</summary>
    /// <param name="count">Number of points.</param>
    /// <param name="classes">Number of clouds.</param>
    /// <param name="features">Number of coordinates.</param>
    /// <param name="spread">Standard deviation of a cloud along each axis.</param>
    /// <param name="generator">Where centres and points come from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, there is no cloud or coordinate, or <paramref name="spread"/> is not finite.</exception>
    public static TensorDataset Blobs(int count, int classes = 3, int features = 2, double spread = 1, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        CheckNoise(nameof(Blobs), count, spread);
        using var scope = GradMode.NoGrad();
        var centres = Tensor.Uniform([classes, features], -10, 10, generator: generator);
        var labels = Tensor.Arange(count).Remainder(classes);
        return new TensorDataset(centres.IndexSelect(0, labels) + Tensor.Randn([count, features], generator: generator) * spread, labels);
    }

    /// <summary>A sine wave over one period: inputs in [0, 2π), targets sin(x) and noise, both Float32 [count, 1].</summary>
    /// <param name="count">Number of points, evenly spaced.</param>
    /// <param name="noise">Standard deviation of what is added to each target.</param>
    /// <param name="generator">Where the noise comes from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public static TensorDataset Sine(int count, double noise = 0, Generator? generator = null)
    {
        CheckNoise(nameof(Sine), count, noise);
        using var scope = GradMode.NoGrad();
        var x = Tensor.Arange(count, DType.Float32).Reshape(count, 1) * (count == 0 ? 0 : 2 * Math.PI / count);
        return new TensorDataset(x, WithNoise(x.Sin(), noise, generator));
    }

    private static TensorDataset Points(string name, int count, double noise, Generator? generator, Func<int, (double X, double Y, int Class)> point)
    {
        CheckNoise(name, count, noise);
        var (points, classes) = (new float[2 * count], new long[count]);
        for (var i = 0; i < count; i++)
        {
            var (x, y, label) = point(i);
            (points[2 * i], points[2 * i + 1], classes[i]) = ((float)x, (float)y, label);
        }
        using var scope = GradMode.NoGrad();
        return new TensorDataset(WithNoise(Tensor.From(points, [count, 2]), noise, generator), Tensor.From(classes));
    }

    private static Tensor WithNoise(Tensor x, double noise, Generator? generator) => noise == 0 ? x : x + Tensor.Randn(x.Shape, generator: generator) * noise;

    // how far point i is along its class, from 0 to 1, where the classes take turns
    private static double Along(int i, int classes, int count) => (double)(i / classes) / Math.Max(1, (count - 1 - i % classes) / classes);

    private static void CheckNoise(string name, int count, double noise)
    {
        if (count < 0) throw new ArgumentOutOfRangeException(nameof(count), count, $"{name}: the number of points is not negative.");
        if (!double.IsFinite(noise) || noise < 0) throw new ArgumentOutOfRangeException(nameof(noise), noise, $"{name}: a standard deviation is finite and not negative.");
    }
}
