using BenchmarkDotNet.Attributes;

namespace AutoGrad.Benchmarks;

/// <summary>Sums and their relatives over all elements, rows and columns of a matrix.</summary>
[MemoryDiagnoser]
public class Reductions
{
    private Tensor _x = null!;

    /// <summary>Rows and columns.</summary>
    [Params(64, 1024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup() => _x = Tensor.Randn([Size, Size]);

    [Benchmark]
    public Tensor Sum() => _x.Sum();

    [Benchmark]
    public Tensor SumOfRows() => _x.Sum(1);

    [Benchmark]
    public Tensor SumOfColumns() => _x.Sum(0);

    [Benchmark]
    public Tensor MaxOfRows() => _x.Max(1);

    [Benchmark]
    public Tensor Variance() => _x.Var(1);

    [Benchmark]
    public Tensor Softmax() => _x.Softmax(1);

    [Benchmark]
    public Tensor LayerNorm() => _x.LayerNorm([Size]);
}
