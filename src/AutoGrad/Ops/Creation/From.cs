namespace AutoGrad;

public partial class Tensor
{
    /// <summary>A one-axis tensor with a copy of some numbers: <c>Tensor.From([1f, 2f, 3f])</c>.</summary>
    /// <param name="data">The elements; their C# type decides the element type.</param>
    public static Tensor From(ReadOnlySpan<float> data) => Copy(data, [data.Length]);

    /// <inheritdoc cref="From(ReadOnlySpan{float})"/>
    public static Tensor From(ReadOnlySpan<double> data) => Copy(data, [data.Length]);

    /// <inheritdoc cref="From(ReadOnlySpan{float})"/>
    public static Tensor From(ReadOnlySpan<int> data) => Copy(data, [data.Length]);

    /// <inheritdoc cref="From(ReadOnlySpan{float})"/>
    public static Tensor From(ReadOnlySpan<long> data) => Copy(data, [data.Length]);

    /// <inheritdoc cref="From(ReadOnlySpan{float})"/>
    public static Tensor From(ReadOnlySpan<bool> data) => Copy(data, [data.Length]);

    /// <summary>A tensor with a copy of some numbers, in row-major order: <c>Tensor.From([1f, 2f, 3f, 4f], [2, 2])</c>.</summary>
    /// <param name="data">The elements; their C# type decides the element type.</param>
    /// <param name="shape">The extents; their product is the number of elements.</param>
    /// <exception cref="ShapeMismatchException">The numbers do not fill the shape.</exception>
    public static Tensor From(ReadOnlySpan<float> data, Shape shape) => Copy(data, shape);

    /// <inheritdoc cref="From(ReadOnlySpan{float}, Shape)"/>
    public static Tensor From(ReadOnlySpan<double> data, Shape shape) => Copy(data, shape);

    /// <inheritdoc cref="From(ReadOnlySpan{float}, Shape)"/>
    public static Tensor From(ReadOnlySpan<int> data, Shape shape) => Copy(data, shape);

    /// <inheritdoc cref="From(ReadOnlySpan{float}, Shape)"/>
    public static Tensor From(ReadOnlySpan<long> data, Shape shape) => Copy(data, shape);

    /// <inheritdoc cref="From(ReadOnlySpan{float}, Shape)"/>
    public static Tensor From(ReadOnlySpan<bool> data, Shape shape) => Copy(data, shape);

    /// <summary>A two-axis tensor with a copy of an array's elements.</summary>
    /// <typeparam name="T">float, double, int, long or bool.</typeparam>
    /// <param name="data">The elements.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no element type.</exception>
    public static Tensor From<T>(T[,] data) where T : unmanaged => Flatten<T>(data);

    /// <summary>A three-axis tensor with a copy of an array's elements.</summary>
    /// <typeparam name="T">float, double, int, long or bool.</typeparam>
    /// <param name="data">The elements.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no element type.</exception>
    public static Tensor From<T>(T[,,] data) where T : unmanaged => Flatten<T>(data);

    /// <summary>A four-axis tensor with a copy of an array's elements.</summary>
    /// <typeparam name="T">float, double, int, long or bool.</typeparam>
    /// <param name="data">The elements.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no element type.</exception>
    public static Tensor From<T>(T[,,,] data) where T : unmanaged => Flatten<T>(data);

    /// <summary>A scalar: a tensor without axes. The C# type decides the element type.</summary>
    /// <typeparam name="T">float, double, int, long or bool.</typeparam>
    /// <param name="value">The element.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no element type.</exception>
    public static Tensor Scalar<T>(T value) where T : unmanaged => Owning([value], []);

    private static Tensor Copy<T>(ReadOnlySpan<T> data, Shape shape) where T : unmanaged
    {
        if (data.Length != shape.Size) throw new ShapeMismatchException("From", [data.Length], shape, $"{data.Length} elements do not fill {shape.Size}");
        return Owning(data.ToArray(), shape);
    }

    private static Tensor Flatten<T>(Array data) where T : unmanaged
    {
        var extents = new int[data.Rank];
        for (var axis = 0; axis < extents.Length; axis++) extents[axis] = data.GetLength(axis);
        var flat = new T[data.Length];
        var i = 0;
        foreach (T element in data) flat[i++] = element;
        return Owning(flat, new Shape(extents));
    }
}
