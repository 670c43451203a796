using BenchmarkDotNet.Attributes;

namespace AutoGrad.Benchmarks;

/// <summary>Products of two matrices, with operands as they lie or transposed.</summary>
[MemoryDiagnoser]
public class MatrixProducts
{
    private Tensor _a = null!, _b = null!;

    /// <summary>Rows and columns of both.</summary>
    [Params(32, 256, 1024)]
    public int Size { get; set; }

    [Params(DType.Float32, DType.Float64)]
    public DType DType { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _a = Tensor.Randn([Size, Size], DType);
        _b = Tensor.Randn([Size, Size], DType);
    }

    [Benchmark]
    public Tensor Plain() => _a.MatMul(_b);

    [Benchmark]
    public Tensor SecondTransposed() => _a.MatMul(_b, transposeB: true);

    [Benchmark]
    public Tensor FirstTransposed() => _a.MatMul(_b, transposeA: true);
}
