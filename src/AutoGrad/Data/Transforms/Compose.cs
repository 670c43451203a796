namespace AutoGrad.Data;

/// <summary>Transforms one after another.</summary>
public sealed class Compose : Transform
{
    private readonly Transform[] _transforms;

    /// <summary>Chains transforms.</summary>
    /// <param name="transforms">The transforms, the first one first.</param>
    /// <exception cref="ArgumentException">One is null.</exception>
    public Compose(params ReadOnlySpan<Transform> transforms)
    {
        foreach (var transform in transforms)
            if (transform is null) throw new ArgumentException("A transform is null.", nameof(transforms));
        _transforms = transforms.ToArray();
    }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor x, Generator random)
    {
        foreach (var transform in _transforms) x = transform.Apply(x, random);
        return x;
    }
}
