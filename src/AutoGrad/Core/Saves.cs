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
}
