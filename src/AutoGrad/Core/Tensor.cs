using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>A dense row-major array of numbers that remembers how it was computed.</summary>
/// <remarks>
/// <para>Operations on tensors that require a gradient are recorded; <c>Backward()</c> of a result then computes the gradients.</para>
/// <para>Tensors are ordinary objects: nothing to dispose. The elements of a result never change; tensors made from data,
/// parameters and buffers change only through methods that say so (<c>CopyFrom</c>, <c>Mutate</c>).</para>
/// <code>
/// var w = Tensor.From([1f, 2f]).WithGrad();
/// var loss = (w * w).Sum();
/// loss.Backward();
/// Console.WriteLine(w.Grad);   // [2, 4]
/// </code>
/// </remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
public partial class Tensor
{
    // of a type that no element has, so that every look at the elements fails
    private static readonly Array s_elsewhere = Array.Empty<object>();

    private Array _data;
    private Node? _node;
    private Storage? _storage;
    private int _offset;

    /// <summary>A tensor over the elements of another, for subclasses that add meaning to a leaf.</summary>
    private protected Tensor(Tensor source)
    {
        (_data, _offset, Shape, DType) = (source._data, source._offset, source.Shape, source.DType);
        _storage = source.Changeable();
    }

    /// <summary>A tensor whose elements are kept elsewhere: every op looks for them before it runs.</summary>
    private protected Tensor(Shape shape, DType dtype, Node? node)
    {
        (_data, Shape, DType, _node, IsIndirect) = (s_elsewhere, shape, dtype, node, true);
    }

    private Tensor(Array data, int offset, Shape shape, DType dtype, Storage? storage)
    {
        (_data, _offset, Shape, DType, _storage) = (data, offset, shape, dtype, storage);
    }

    /// <summary>The extents, outermost axis first.</summary>
    public Shape Shape { get; private set; }

    /// <summary>The element type.</summary>
    public DType DType { get; private set; }

    /// <summary>Number of axes.</summary>
    public int Rank => Shape.Rank;

    /// <summary>Number of elements.</summary>
    public int Size => Shape.Size;

    /// <summary>Whether gradients flow to this tensor: it is a leaf that asks for one, or was computed from such a leaf.</summary>
    /// <exception cref="InvalidOperationException">Set on a result: only leaves can be switched.</exception>
    /// <exception cref="ArgumentException">Set to true on a tensor of integers or truth values.</exception>
    public bool RequiresGrad
    {
        get => _node is not null;
        set
        {
            if (value == RequiresGrad) return;
            if (this is BatchedTensor batched) throw batched.Level.Break();
            if (!IsLeaf) throw new InvalidOperationException($"RequiresGrad can only be switched on leaves; this tensor is the result of {_node!.Op!.Name}: use Detach() for a tensor outside the graph.");
            if (value && !DType.IsFloating) throw new ArgumentException($"Only Float32 and Float64 tensors can require a gradient; this one is {DType}.", nameof(value));
            _node = value ? new LeafNode(Shape, DType) : null;
        }
    }

    /// <summary>True for a tensor that was not computed by a recorded op: the ends of the graph.</summary>
    public bool IsLeaf => _node is null or LeafNode;

    /// <summary>The gradient that <c>Backward()</c> has accumulated on this leaf; null before, and on results without <c>RetainGrad()</c>.</summary>
    /// <exception cref="InvalidOperationException">Set on a tensor that is no leaf with a gradient.</exception>
    /// <exception cref="ShapeMismatchException">Set to a tensor of another shape.</exception>
    /// <exception cref="ArgumentException">Set to a tensor of another element type.</exception>
    public Tensor? Grad
    {
        get => _node switch
        {
            LeafNode leaf => leaf.Grad,
            { IsHooked: true } node => GradientHooks.Find(node)?.Retained,
            _ => null,
        };
        set
        {
            if (_node is not LeafNode leaf)
            {
                if (value is null)
                {
                    if (_node is { IsHooked: true } node) GradientHooks.Find(node)?.Retained = null;
                    return;
                }
                throw new InvalidOperationException("Only a leaf that requires a gradient holds one: set RequiresGrad first.");
            }
            if (value is not null)
            {
                if (value.Shape != Shape) throw new ShapeMismatchException("Grad", Shape, value.Shape, "a gradient has the shape of its tensor");
                Guard.SameDType("Grad", this, value);
            }
            leaf.Grad = value;
        }
    }

    /// <summary>How often the elements were changed in place.</summary>
    public int Version => _storage?.Version ?? 0;

    /// <summary>The place of this tensor in the graph; null when nothing is differentiated through it.</summary>
    internal Node? Node => _node;

    /// <summary>Whether the elements may ever change in place: data and parameters, not results.</summary>
    internal bool IsChangeable => _storage is { IsChangeable: true };

    /// <summary>Ops must look for the elements first: a batch inside <c>Vmap</c>, or a parameter that may run with another value.</summary>
    internal bool IsIndirect { get; private protected set; }

    /// <summary>The running backward pass allocated this tensor and nothing but the engine has seen it.</summary>
    internal bool IsScratch { get; set; }

    /// <summary>From now on ops ask <see cref="Substitution"/> what this tensor stands for.</summary>
    internal void StandIn() => IsIndirect = true;

    /// <summary>Forgets the accumulated gradient: the next <c>Backward()</c> starts from nothing.</summary>
    public void ZeroGrad() => Grad = null;

    /// <summary>Makes this leaf require a gradient and returns it: <c>var w = Tensor.Ones([3]).WithGrad();</c></summary>
    /// <exception cref="ArgumentException">The tensor holds integers or truth values.</exception>
    public Tensor WithGrad()
    {
        RequiresGrad = true;
        return this;
    }

    /// <summary>The same elements, outside of the graph: no gradient flows through the result.</summary>
    /// <remarks>Shares the elements: a change in place of one shows in the other.</remarks>
    public Tensor Detach()
    {
        if (OpObserver.Any) OpObserver.ShowDetached(this, "Detach");
        return IsIndirect ? Indirection.Detach(this) : View(Shape, 0);
    }

    /// <summary>The elements in row-major order.</summary>
    /// <typeparam name="T">The C# type of <see cref="DType"/>.</typeparam>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the element type of this tensor.</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged
    {
        _storage?.Expose();
        return Span<T>();
    }

    /// <summary>A copy of the elements in row-major order.</summary>
    /// <typeparam name="T">The C# type of <see cref="DType"/>.</typeparam>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the element type of this tensor.</exception>
    public T[] ToArray<T>() where T : unmanaged => Span<T>().ToArray();

    /// <summary>The elements, to be changed in place. Graphs that saved the old values refuse to go backward from now on.</summary>
    /// <typeparam name="T">The C# type of <see cref="DType"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The tensor is the result of an op, or requires a gradient outside of a <see cref="GradMode.NoGrad"/> scope.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the element type of this tensor.</exception>
    public Span<T> Mutate<T>() where T : unmanaged
    {
        var span = Span<T>();
        AllowChange();
        _storage!.Expose();
        return span;
    }

    /// <summary>Checks that the elements may change now, and counts the change.</summary>
    internal void AllowChange([CallerMemberName] string op = "")
    {
        if (IsIndirect && Substitution.Of(this) is var other && !ReferenceEquals(other, this))
        {
            other.AllowChange(op);
            return;
        }
        if (_storage is not { IsChangeable: true } storage)
            throw MistakePage.State(MistakePage.ChangedInPlace, $"{op}: the elements of an op's result, here {Shape}, never change, since other results may have saved them: Clone() it and change the copy.");
        if (RequiresGrad && GradMode.Enabled)
            throw MistakePage.State(MistakePage.ChangedInPlace, $"{op}: a tensor that requires a gradient, here {Shape}, changes in place only inside GradMode.NoGrad(): the change is not recorded.");
        storage.Version++;
    }

    /// <summary>A tensor for an op to fill; its elements are undefined until then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Tensor Allocate(Shape shape, DType dtype) =>
        ScratchPool.Current is { } pool ? pool.Rent(shape, dtype) : New(shape, dtype);

    /// <summary>A tensor over a new array.</summary>
    internal static Tensor New(Shape shape, DType dtype)
    {
        var size = shape.Size;
        if (size * (long)dtype.ElementSize >= BufferPool.SmallestBytes)
        {
            var storage = BufferPool.Lend(dtype, size);
            return new Tensor(storage.Buffer!.Array, storage.Buffer.Start, shape, dtype, storage);
        }
        Array data = dtype switch
        {
            DType.Float32 => GC.AllocateUninitializedArray<float>(size),
            DType.Float64 => GC.AllocateUninitializedArray<double>(size),
            DType.Int32 => GC.AllocateUninitializedArray<int>(size),
            DType.Int64 => GC.AllocateUninitializedArray<long>(size),
            _ => GC.AllocateUninitializedArray<bool>(size),
        };
        return new Tensor(data, 0, shape, dtype, null);
    }

    /// <summary>A tensor over an array the caller hands over; its elements may change in place.</summary>
    internal static Tensor Owning<T>(T[] data, Shape shape) where T : unmanaged => new(data, 0, shape, DTypes.Of<T>(), Storage.Changeable());

    /// <summary>Lets the elements of a fresh tensor change in place: it is data now, not a result.</summary>
    internal Tensor AsData()
    {
        _storage = Changeable();
        IsScratch = false;
        return this;
    }

    /// <summary>Other extents over the same elements, starting at <paramref name="offset"/>; not recorded.</summary>
    internal Tensor View(Shape shape, int offset)
    {
        IsScratch = false;
        if (ReferenceEquals(_data, s_elsewhere)) throw Elsewhere();
        return new Tensor(_data, _offset + offset, shape, DType, _storage);
    }

    /// <summary>Takes over the elements and the element type of a tensor nobody else holds, and counts a change in place.</summary>
    /// <remarks>How a leaf changes its element type and stays the same object: for optimizers, and where it is shared.</remarks>
    internal void Become(Tensor source)
    {
        AllowChange();
        source._storage?.Expose();
        _storage!.Expose();
        (_data, _offset, DType) = (source._data, source._offset, source.DType);
        (_node as LeafNode)?.Retype(DType);
    }

    /// <summary>Hands the array of a tensor that nobody will read again back to the pool.</summary>
    internal void Release()
    {
        if (_storage is not null) BufferPool.Return(_storage);
    }

    private Storage Changeable()
    {
        if (_storage is null) return Storage.Changeable();
        _storage.IsChangeable = true;
        return _storage;
    }

    /// <summary>Gives a recycled tensor of the same size its next extents.</summary>
    internal void Recycle(Shape shape) => Shape = shape;

    /// <summary>The array that tensors over the same elements share.</summary>
    internal Array Elements => _data;

    /// <summary>True when both look at the same array.</summary>
    internal bool Overlaps(Tensor other) => ReferenceEquals(_data, other._data);

    /// <summary>A tensor without elements that stands for a place in the graph where only the place counts.</summary>
    internal static Tensor StandIn(Node node) => new(Array.Empty<float>(), 0, node.Shape, node.DType, null) { _node = node };

    /// <summary>Puts a fresh result into the graph.</summary>
    internal Tensor Recorded(Node node)
    {
        _node = node;
        return this;
    }

    /// <summary>The elements, writable: for ops that fill what they have just allocated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<T> Span<T>() where T : unmanaged
    {
        if (_data is not T[] data) throw WrongType<T>();
        if (_storage is { } storage)
        {
            if (IsIndirect && Substitution.Of(this) is var other && !ReferenceEquals(other, this)) return other.Span<T>();
            if (storage.Buffer is not null) RecentStorages.Touch(storage);
        }
        return new Span<T>(data, _offset, Shape.Size);
    }

    /// <summary>The elements, for who holds on to this tensor until it is done with them: nothing else keeps the array from the pool.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<T> Held<T>() where T : unmanaged => _data is T[] data && !IsIndirect ? new Span<T>(data, _offset, Shape.Size) : Span<T>();

    /// <summary>The elements as bits of their width, writable: for ops that only move them.</summary>
    internal Span<T> Bits<T>() where T : unmanaged
    {
        var size = Shape.Size;
        if (size == 0) return [];
        if (ReferenceEquals(_data, s_elsewhere)) throw Elsewhere();
        if (IsIndirect && Substitution.Of(this) is var other && !ReferenceEquals(other, this)) return other.Bits<T>();
        if (_storage is { Buffer: not null } storage) RecentStorages.Touch(storage);
        ref var first = ref Unsafe.As<byte, T>(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_data));
        return System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref Unsafe.Add(ref first, _offset), size);
    }

    private Exception WrongType<T>() => ReferenceEquals(_data, s_elsewhere) ? Elsewhere() : new ArgumentException($"The tensor {Shape} holds {DType}, not {typeof(T).Name}: convert with .To(DType.{(typeof(T) == typeof(float) ? "Float32" : typeof(T) == typeof(double) ? "Float64" : typeof(T).Name)}) first.");

    private BatchedValueException Elsewhere() => this is BatchedTensor batched ? batched.Level.Break() : new BatchedValueException();
}
