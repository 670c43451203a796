using BenchmarkDotNet.Attributes;

namespace AutoGrad.Benchmarks;

/// <summary>What a small recorded op costs, forward and backward: a chain of 1,000 ops. The figures are per op.</summary>
[MemoryDiagnoser]
public class TapeOverhead
{
    private const int Ops = 1000;

    private Tensor _x = null!, _c = null!, _upstream = null!;

    /// <summary>Elements of each tensor.</summary>
    [Params(1, 16)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _x = Tensor.Full([Size], 0.5).WithGrad();
        _c = Tensor.Full([Size], 0.001).WithGrad();
        _upstream = Tensor.Ones([Size]);
    }

    [Benchmark(OperationsPerInvoke = Ops)]
    public void Mixed()
    {
        var h = _x;
        for (var i = 0; i < Ops / 4; i++)
        {
            h = h + _c;
            h = h * _x;
            h = h.Tanh();
            h = h + _x;
        }
        Backward(h);
    }

    [Benchmark(OperationsPerInvoke = Ops)]
    public void Add()
    {
        var h = _x;
        for (var i = 0; i < Ops; i++) h = h + _c;
        Backward(h);
    }

    [Benchmark(OperationsPerInvoke = Ops)]
    public void Multiply()
    {
        var h = _x;
        for (var i = 0; i < Ops; i++) h = h * _c;
        Backward(h);
    }

    [Benchmark(OperationsPerInvoke = Ops)]
    public void Tanh()
    {
        var h = _x;
        for (var i = 0; i < Ops; i++) h = h.Tanh();
        Backward(h);
    }

    private void Backward(Tensor h)
    {
        _x.ZeroGrad();
        _c.ZeroGrad();
        h.Backward(_upstream);
    }
}
