using System.Diagnostics;

namespace AutoGrad.Compare;

/// <summary>Our side of the tape-overhead workload: a chain of 1,000 small recorded ops, forward and backward.</summary>
internal sealed class Chain(string kind, int size)
{
    private const int Ops = 1000, Warmup = 1500, Counted = 200;

    private readonly Tensor _x = Tensor.Full([size], 0.5).WithGrad();
    private readonly Tensor _c = Tensor.Full([size], 0.001).WithGrad();
    private readonly Tensor _upstream = Tensor.Ones([size]);

    /// <summary>Nanoseconds and bytes per op: the median over many chains, after a warm-up.</summary>
    public (double Nanoseconds, double Bytes) Measure()
    {
        for (var i = 0; i < Warmup; i++) Once();
        var times = new double[Counted];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Counted; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Once();
            times[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / Ops;
        }
        var bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Counted / Ops;
        Array.Sort(times);
        return (times[Counted / 2], bytes);
    }

    private void Once()
    {
        _x.ZeroGrad();
        _c.ZeroGrad();
        Forward().Backward(_upstream);
    }

    private Tensor Forward()
    {
        var h = _x;
        switch (kind)
        {
            case "mix":
                for (var i = 0; i < Ops / 4; i++)
                {
                    h = h + _c;
                    h = h * _x;
                    h = h.Tanh();
                    h = h + _x;
                }
                break;
            case "add":
                for (var i = 0; i < Ops; i++) h = h + _c;
                break;
            case "mul":
                for (var i = 0; i < Ops; i++) h = h * _c;
                break;
            default:
                for (var i = 0; i < Ops; i++) h = h.Tanh();
                break;
        }
        return h;
    }
}
