namespace AutoGrad;

/// <summary>What all tensors over one array share: how often it was changed in place, and where the array comes from.</summary>
/// <remarks>A small result of an op never changes and comes from the collector: it has none, which keeps a recorded op small.</remarks>
internal sealed class Storage
{
    /// <summary>Grows with each change in place; a saved tensor whose version has moved on is stale.</summary>
    public int Version;

    /// <summary>Data the user made, parameters, buffers: the elements may change in place. Results of ops never change.</summary>
    public bool IsChangeable;

    /// <summary>The array, if it belongs to the <see cref="BufferPool"/>.</summary>
    public PooledBuffer? Buffer;

    /// <summary>Storage of data that may change.</summary>
    public static Storage Changeable() => new() { IsChangeable = true };

    /// <summary>Somebody outside of the library may hold on to the elements alone: the array is the collector's from now on.</summary>
    public void Expose()
    {
        if (Buffer is not null) BufferPool.Forget(this);
    }
}
