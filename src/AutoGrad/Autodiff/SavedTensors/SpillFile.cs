using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AutoGrad;

/// <summary>A temporary file that tensors are appended to. The handle deletes it when it is closed or collected.</summary>
internal sealed class SpillFile(string directory)
{
    private readonly SafeFileHandle _handle = File.OpenHandle(
        Path.Combine(directory, $"autograd-{Guid.NewGuid():N}.bin"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);

    private long _end;

    /// <summary>Appends the elements.</summary>
    public SpilledTensor Write(Tensor tensor)
    {
        var length = tensor.Size * (long)tensor.DType.ElementSize;
        var start = Interlocked.Add(ref _end, length) - length;
        Dispatch.Bits(tensor.DType, new Writing(_handle, start, tensor));
        return new SpilledTensor(this, start, tensor.Shape, tensor.DType);
    }

    /// <summary>Reads elements back.</summary>
    public Tensor Read(long start, Shape shape, DType dtype)
    {
        var tensor = Tensor.New(shape, dtype);
        Dispatch.Bits(dtype, new Reading(_handle, start, tensor));
        return tensor;
    }

    private readonly struct Writing(SafeFileHandle handle, long start, Tensor tensor) : IBitsKernel
    {
        public void Run<T>() where T : unmanaged => RandomAccess.Write(handle, MemoryMarshal.AsBytes(tensor.Bits<T>()), start);
    }

    private readonly struct Reading(SafeFileHandle handle, long start, Tensor tensor) : IBitsKernel
    {
        public void Run<T>() where T : unmanaged
        {
            var rest = MemoryMarshal.AsBytes(tensor.Bits<T>());
            var at = start;
            while (!rest.IsEmpty)
            {
                var read = RandomAccess.Read(handle, rest, at);
                if (read == 0) throw new EndOfStreamException("The file with the saved tensors is shorter than what was written.");
                rest = rest[read..];
                at += read;
            }
        }
    }
}

/// <summary>Where in a file a tensor is.</summary>
internal sealed record SpilledTensor(SpillFile File, long Start, Shape Shape, DType DType) : IStoredBytes
{
    public long Bytes => 0;


    /// <summary>The tensor again.</summary>
    public Tensor Read() => File.Read(Start, Shape, DType);
}
