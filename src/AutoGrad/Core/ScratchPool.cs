namespace AutoGrad;

/// <summary>Tensors that a running backward pass has finished with and may fill again.</summary>
/// <remarks>
/// Only the engine hands tensors back, and only those it can prove unseen: allocated within the pass
/// (<see cref="Tensor.IsScratch"/>), never aliased, and not shown to code outside the library. At most
/// <see cref="Capacity"/> tensors wait at a time; all are dropped when the pass ends.
/// </remarks>
internal sealed class ScratchPool
{
    private const int Capacity = 8;

    [ThreadStatic] private static ScratchPool? s_current;

    private readonly Tensor?[] _free = new Tensor?[Capacity];
    private int _count;

    /// <summary>The pool of the pass that runs on this thread; null outside of one, and while code of the user runs.</summary>
    public static ScratchPool? Current
    {
        get => s_current;
        set => s_current = value;
    }

    /// <summary>The upstream gradient of the rule that runs now, if nobody will read it afterwards: its input's gradient may take its place.</summary>
    public Tensor? Overwritable { get; set; }

    /// <summary>A tensor whose elements are undefined: the latest that fits, or a new one.</summary>
    public Tensor Rent(Shape shape, DType dtype)
    {
        var size = shape.Size;
        for (var i = _count - 1; i >= 0; i--)
        {
            var tensor = _free[i]!;
            if (tensor.DType != dtype || tensor.Size != size) continue;
            _free[i] = _free[--_count];
            _free[_count] = null;
            tensor.Recycle(shape);
            return tensor;
        }
        var fresh = Tensor.New(shape, dtype);
        fresh.IsScratch = true;
        return fresh;
    }

    /// <summary>Takes a tensor back that nobody will read again.</summary>
    public void Return(Tensor tensor)
    {
        if (_count < Capacity) _free[_count++] = tensor;
        else tensor.Release();
    }

    /// <summary>Gives everything away.</summary>
    public void Clear()
    {
        for (var i = 0; i < _count; i++) _free[i]!.Release();
        Array.Clear(_free, 0, _count);
        (_count, Overwritable) = (0, null);
    }
}
