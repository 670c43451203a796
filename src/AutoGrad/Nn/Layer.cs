namespace AutoGrad.Nn;

/// <summary>A module with one tensor in and one tensor out.</summary>
public abstract partial class Layer : Module
{
    /// <summary>Computes the output. An error inside ends with the path of the layer it came from: <c>In module Net.Hidden.</c></summary>
    /// <param name="x">The input.</param>
    /// <returns>The output.</returns>
    public Tensor Call(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = EnterScope();
        return Forward(x);
    }

    /// <summary>What the layer computes. Call the layers inside through their <see cref="Call"/>.</summary>
    /// <param name="x">The input.</param>
    /// <returns>The output.</returns>
    protected abstract Tensor Forward(Tensor x);
}
