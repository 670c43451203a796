using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Memory of one thread for what a matrix product copies; it grows to the largest product seen and is collected with the thread.</summary>
internal static unsafe class GemmWorkspace
{
    private const int CacheLine = 64;

    [ThreadStatic] private static byte[]? s_bytes;

    /// <summary>At least so many bytes that stay where they are, from the start of a cache line; their content is anything.</summary>
    public static byte* Get(nint bytes)
    {
        if (s_bytes is null || s_bytes.Length < bytes + CacheLine)
            s_bytes = GC.AllocateUninitializedArray<byte>((int)BitOperations.RoundUpToPowerOf2((uint)bytes + CacheLine), pinned: true);
        fixed (byte* first = s_bytes) return (byte*)(((nint)first + CacheLine - 1) & -CacheLine);     // pinned for good
    }
}
