using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>A number by which a tensor's shape, element type and bits can be recognized (FNV-1a over words of 64 bits).</summary>
internal static class Fingerprint
{
    private const long Start = unchecked((long)0xcbf29ce484222325), Prime = 0x100000001b3;

    public static long Of(Tensor tensor)
    {
        var hash = Mixed(Start, (long)tensor.DType);
        foreach (var extent in tensor.Shape.Extents) hash = Mixed(hash, extent);
        var kernel = new Kernel(tensor, [hash]);
        Dispatch.Bits(tensor.DType, kernel);
        return kernel.Hash[0];
    }

    private static long Mixed(long hash, long word) => unchecked((hash ^ word) * Prime);

    private readonly record struct Kernel(Tensor Tensor, long[] Hash) : IBitsKernel
    {
        public void Run<T>() where T : unmanaged
        {
            var bytes = MemoryMarshal.AsBytes(Tensor.Bits<T>());
            var hash = Hash[0];
            foreach (var word in MemoryMarshal.Cast<byte, long>(bytes)) hash = Mixed(hash, word);
            foreach (var last in bytes[^(bytes.Length % sizeof(long))..]) hash = Mixed(hash, last);
            Hash[0] = hash;
        }
    }
}
