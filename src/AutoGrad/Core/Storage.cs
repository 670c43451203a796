namespace AutoGrad;

/// <summary>What all tensors over one changeable buffer share: how often it was changed in place.</summary>
/// <remarks>
/// Only tensors whose elements may change have one: data the user made, parameters, buffers. Results of ops never change
/// and have none, which keeps a recorded op small.
/// </remarks>
internal sealed class Storage
{
    /// <summary>Grows with each change in place; a saved tensor whose version has moved on is stale.</summary>
    public int Version;
}
