namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The element of a tensor that holds exactly one: <c>loss.Item&lt;float&gt;()</c>.</summary>
    /// <typeparam name="T">The C# type of <see cref="DType"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The tensor holds none or several.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the element type of this tensor.</exception>
    public T Item<T>() where T : unmanaged
    {
        CheckOneElement("Item");
        return Span<T>()[0];
    }

    /// <summary>The element of a tensor that holds exactly one, as a double whatever its type; true is 1.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds none or several.</exception>
    public double ToScalar()
    {
        CheckOneElement("ToScalar");
        return ElementAt(0);
    }

    /// <summary>An element as a double, whatever its type.</summary>
    internal double ElementAt(int i) => DType switch
    {
        DType.Float32 => Span<float>()[i],
        DType.Float64 => Span<double>()[i],
        DType.Int32 => Span<int>()[i],
        DType.Int64 => Span<long>()[i],
        _ => Span<bool>()[i] ? 1 : 0,
    };

    private void CheckOneElement(string op)
    {
        if (Size != 1) throw new InvalidOperationException($"{op}: the tensor {Shape} holds {Size} elements, not one: reduce it (Sum, Mean), index it, or use ToArray().{NameScope.Suffix}");
    }
}
