namespace AutoGrad;

/// <summary>What an op keeps from its forward computation for its rule to read.</summary>
[Flags]
public enum Saves
{
    /// <summary>Nothing: the rule needs only the upstream gradient.</summary>
    None = 0,

    /// <summary>The inputs: the rule reads <see cref="Saved.X"/>.</summary>
    Inputs = 1,

    /// <summary>The output: the rule reads <see cref="Saved.Y"/>.</summary>
    Output = 2,

    /// <summary>The last input alone, such as an index or a mask: the rule reads it by <see cref="Saved.X"/>.</summary>
    LastInput = 4,
}
