namespace AutoGrad;

/// <summary>The first NaN or infinity that an op or a rule has made, found by <see cref="Anomaly.Detect"/>.</summary>
public sealed class AnomalyException : ArithmeticException
{
    internal AnomalyException(string message, string op, string module, bool isBackward, CallSite? callSite) : base(message)
    {
        (Op, Module, IsBackward, CallSite) = (op, module, isBackward, callSite);
        HelpLink = MistakePage.PathOf(MistakePage.LossIsNaN);
    }

    /// <summary>The op.</summary>
    public string Op { get; }

    /// <summary>The module the op ran in; empty outside of any.</summary>
    public string Module { get; }

    /// <summary>True when its rule made it, false when the forward computation did.</summary>
    public bool IsBackward { get; }

    /// <summary>The line that called the op; null if it is not known.</summary>
    public CallSite? CallSite { get; }
}
