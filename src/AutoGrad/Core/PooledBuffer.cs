using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>An array of the <see cref="BufferPool"/>, and who has it.</summary>
internal sealed class PooledBuffer
{
    private const int Alignment = 64;       // a cache line, and the widest vector

    private GCHandle _holder;

    public PooledBuffer(DType dtype, int capacity)
    {
        (DType, Capacity) = (dtype, capacity);
        var slack = Alignment / dtype.ElementSize;
        Array = dtype switch
        {
            DType.Float32 => Aligned<float>(capacity + slack),
            DType.Float64 => Aligned<double>(capacity + slack),
            DType.Int32 => Aligned<int>(capacity + slack),
            DType.Int64 => Aligned<long>(capacity + slack),
            _ => Aligned<bool>(capacity + slack),
        };
        _holder = GCHandle.Alloc(null, GCHandleType.Weak);
    }

    /// <summary>The whole array; it never moves.</summary>
    public Array Array { get; }

    /// <summary>The first element that lies on a boundary of 64 bytes.</summary>
    public int Start { get; private set; }

    public DType DType { get; }

    /// <summary>Elements from <see cref="Start"/> on.</summary>
    public int Capacity { get; }

    /// <summary>The size in bytes.</summary>
    public long Bytes => (long)Capacity * DType.ElementSize;

    /// <summary>Its place in the list of lent buffers.</summary>
    public int Place { get; set; }

    /// <summary>The sweep after which it was used last.</summary>
    public int LastUse { get; set; }

    /// <summary>The collector has not yet proved that nobody holds it.</summary>
    public bool IsHeld => _holder.Target is not null;

    public void Lend(Storage holder)
    {
        _holder.Target = holder;
        holder.Buffer = this;
    }

    public void Take() => _holder.Target = null;

    /// <summary>Gives up the handle; the array stays with whoever holds it.</summary>
    public void Drop() => _holder.Free();

    /// <summary>Fills the elements so that a reader who should not be there is found out.</summary>
    public void Poison()
    {
        switch (Array)
        {
            case float[] x: x.AsSpan().Fill(float.NaN); break;
            case double[] x: x.AsSpan().Fill(double.NaN); break;
            case int[] x: x.AsSpan().Fill(int.MinValue); break;
            case long[] x: x.AsSpan().Fill(long.MinValue); break;
            case bool[] x: x.AsSpan().Fill(true); break;
        }
    }

    private T[] Aligned<T>(int length) where T : unmanaged
    {
        var array = GC.AllocateUninitializedArray<T>(length, pinned: true);
        var past = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) % Alignment);
        Start = past == 0 ? 0 : (Alignment - past) / Unsafe.SizeOf<T>();
        return array;
    }
}
