namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Overwrites the elements with another tensor's. Not recorded.</summary>
    /// <param name="source">A tensor of the same shape and element type.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ.</exception>
    /// <exception cref="InvalidOperationException">The tensor is the result of an op, or requires a gradient outside of a <see cref="GradMode.NoGrad"/> scope.</exception>
    public Tensor CopyFrom(Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Guard.SameDType("CopyFrom", this, source);
        if (!source.Shape.SameAs(Shape)) throw new ShapeMismatchException("CopyFrom", Shape, source.Shape, "elements are copied one to one: Reshape or Expand the source first");
        AllowChange();
        Dispatch.Bits(DType, new CopyKernel(source, this));
        return this;
    }

    /// <summary>Overwrites the elements, in row-major order. Not recorded.</summary>
    /// <typeparam name="T">The C# type of <see cref="DType"/>.</typeparam>
    /// <param name="source">As many elements as the tensor holds.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeMismatchException">The number of elements differs.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the element type of this tensor.</exception>
    /// <exception cref="InvalidOperationException">The tensor is the result of an op, or requires a gradient outside of a <see cref="GradMode.NoGrad"/> scope.</exception>
    public Tensor CopyFrom<T>(ReadOnlySpan<T> source) where T : unmanaged
    {
        var target = Span<T>();
        if (source.Length != target.Length) throw new ShapeMismatchException("CopyFrom", Shape, [source.Length], $"{source.Length} elements do not fill {target.Length}");
        AllowChange();
        source.CopyTo(target);
        return this;
    }

    private readonly struct CopyKernel(Tensor x, Tensor y) : IBitsKernel
    {
        public void Run<T>() where T : unmanaged => x.Bits<T>().CopyTo(y.Bits<T>());
    }
}
