namespace AutoGrad;

/// <summary>What a border repeats of a tensor.</summary>
public enum PadMode
{
    /// <summary>The elements mirrored at the edge, without the edge itself: c b | a b c | b a.</summary>
    Reflect,

    /// <summary>The edge: a a | a b c | c c.</summary>
    Replicate,

    /// <summary>The other end: b c | a b c | a b.</summary>
    Circular,
}
