using BenchmarkDotNet.Attributes;

namespace AutoGrad.Benchmarks;

/// <summary>Functions of each element, with nothing recorded.</summary>
[MemoryDiagnoser]
public class Pointwise
{
    private Tensor _x = null!, _y = null!, _row = null!;

    /// <summary>Elements of each tensor.</summary>
    [Params(1 << 10, 1 << 20)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _x = Tensor.Uniform([Size / 64, 64], 0.5, 2);
        _y = Tensor.Uniform([Size / 64, 64], 0.5, 2);
        _row = Tensor.Uniform([64], 0.5, 2);
    }

    [Benchmark]
    public Tensor Add() => _x + _y;

    [Benchmark]
    public Tensor AddRow() => _x + _row;

    [Benchmark]
    public Tensor Relu() => _x.Relu();

    [Benchmark]
    public Tensor Exp() => _x.Exp();

    [Benchmark]
    public Tensor Log() => _x.Log();

    [Benchmark]
    public Tensor Tanh() => _x.Tanh();

    [Benchmark]
    public Tensor Sigmoid() => _x.Sigmoid();

    [Benchmark]
    public Tensor Sin() => _x.Sin();

    [Benchmark]
    public Tensor Gelu() => _x.Gelu();
}
