namespace AutoGrad.Data;

/// <summary>Some rows of a data set: <c>foreach (var (images, labels) in loader)</c>.</summary>
/// <param name="parts">One tensor for each part of a row; the first axis counts the rows.</param>
public sealed class Batch(params Tensor[] parts)
{
    /// <summary>Number of parts.</summary>
    public int Count => parts.Length;

    /// <summary>The parts.</summary>
    public IReadOnlyList<Tensor> Parts => parts;

    /// <summary>One part of every row.</summary>
    /// <param name="part">Which part, from 0.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such part.</exception>
    public Tensor this[int part] => parts[part];

    /// <summary>The same batch with another tensor in the place of one part.</summary>
    /// <param name="part">Which part, from 0.</param>
    /// <param name="tensor">The other tensor.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public Batch With(int part, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if ((uint)part >= (uint)parts.Length) throw new ArgumentOutOfRangeException(nameof(part), part, $"This batch has {parts.Length} parts, from 0.");
        Tensor[] changed = [.. parts];
        changed[part] = tensor;
        return new Batch(changed);
    }

    /// <summary>Takes a batch of two parts apart.</summary>
    /// <param name="first">The first part, usually inputs.</param>
    /// <param name="second">The second, usually targets.</param>
    /// <exception cref="InvalidOperationException">There are more or fewer than two parts.</exception>
    public void Deconstruct(out Tensor first, out Tensor second)
    {
        Require(2);
        (first, second) = (parts[0], parts[1]);
    }

    /// <summary>Takes a batch of three parts apart.</summary>
    /// <param name="first">The first part.</param>
    /// <param name="second">The second part.</param>
    /// <param name="third">The third part.</param>
    /// <exception cref="InvalidOperationException">There are more or fewer than three parts.</exception>
    public void Deconstruct(out Tensor first, out Tensor second, out Tensor third)
    {
        Require(3);
        (first, second, third) = (parts[0], parts[1], parts[2]);
    }

    private void Require(int count)
    {
        if (parts.Length != count) throw new InvalidOperationException($"This batch has {parts.Length} parts, not {count}: take them with batch[0], batch[1], ...");
    }
}
