using BenchmarkDotNet.Attributes;

namespace AutoGrad.Benchmarks;

/// <summary>A 3×3 convolution of 64 filters over 64×32×32 images, and its two gradients.</summary>
[MemoryDiagnoser]
public class Convolutions
{
    private Tensor _x = null!, _weight = null!, _upstream = null!, _y = null!;

    /// <summary>Images.</summary>
    [Params(1, 32)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _x = Tensor.Randn([Batch, 64, 32, 32]).WithGrad();
        _weight = Tensor.Randn([64, 64, 3, 3]).WithGrad();
        _upstream = Tensor.Randn([Batch, 64, 32, 32]);
        _y = Forward();
    }

    [Benchmark]
    public Tensor Forward() => _x.Conv2d(_weight, stride: 1, padding: 1);

    [Benchmark]
    public Tensor GradientOfImages() => Autodiff.Gradient(_y, _x, _upstream, retainGraph: true);

    [Benchmark]
    public Tensor GradientOfFilters() => Autodiff.Gradient(_y, _weight, _upstream, retainGraph: true);
}
