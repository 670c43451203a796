namespace AutoGrad.Tests.Control;

/// <summary>How many bytes of tensors a backward pass holds at most, found by a full collection after every rule.</summary>
internal sealed class LiveBytes : OpObserver
{
    private long _peak;

    /// <summary>The peak of a pass, above what the model and its data take.</summary>
    public static long PeakOf(Tensor loss, long withoutGraph)
    {
        var observer = new LiveBytes();
        observer.Begin();
        try
        {
            loss.Backward();
        }
        finally
        {
            observer.End();
        }
        return observer._peak - withoutGraph;
    }

    protected override void PulledBack(Node node, int input, Tensor g, Tensor d) => _peak = Math.Max(_peak, BufferPool.HeldBytes());
}
