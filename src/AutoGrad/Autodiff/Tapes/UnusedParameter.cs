namespace AutoGrad;

/// <summary>Why a parameter gets no gradient.</summary>
public enum UnusedReason
{
    /// <summary>It requires no gradient.</summary>
    Frozen,

    /// <summary>No op read it.</summary>
    NotRead,

    /// <summary>What was computed from it does not lead to the loss.</summary>
    NotReached,

    /// <summary>On the way an op gave a result without gradient: <c>Detach</c>, an index, a comparison.</summary>
    Detached,

    /// <summary>It was used inside <see cref="GradMode.NoGrad"/>.</summary>
    NoGrad,
}

/// <summary>A parameter without gradient.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Reason">Why.</param>
/// <param name="Op">Where the way to the loss ends; empty where there is none.</param>
/// <param name="Module">The module that op ran in.</param>
public sealed record UnusedParameter(string Name, Shape Shape, UnusedReason Reason, string Op, string Module)
{
    /// <summary>The finding in words.</summary>
    public override string ToString() => $"{Name} {Shape}: " + Reason switch
    {
        UnusedReason.Frozen => "requires no gradient.",
        UnusedReason.NotRead => "no op read it.",
        UnusedReason.NotReached => $"what was computed from it ends in {Op}{Place}, which the loss does not depend on.",
        UnusedReason.Detached => $"{Op}{Place} gave a result without gradient.",
        _ => $"{Op}{Place} used it under NoGrad.",
    };

    private string Place => Module.Length == 0 ? "" : $" in module {Module}";
}
