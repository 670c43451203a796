using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>A buffer of this thread for the length of a kernel: pinned, at a cache line, its content undefined.</summary>
/// <remarks>Each thread keeps the few it used last, so a kernel that runs again allocates nothing.</remarks>
internal readonly unsafe ref struct Scratch<T> : IDisposable where T : unmanaged
{
    private const int Line = 64;

    private readonly byte[]? _memory;

    /// <summary>So many numbers; none for 0.</summary>
    public Scratch(long size)
    {
        if (size == 0) return;
        _memory = ScratchMemory.Take(size * sizeof(T) + Line);
        Pointer = (T*)(((nint)Unsafe.AsPointer(ref _memory[0]) + Line - 1) & -Line);
    }

    public T* Pointer { get; }

    public void Dispose()
    {
        if (_memory is not null) ScratchMemory.GiveBack(_memory);
    }
}

/// <summary>The free buffers of a thread.</summary>
internal static class ScratchMemory
{
    private const int Slots = 4, Least = 4096;

    [ThreadStatic] private static byte[]?[]? s_free;

    /// <summary>The smallest free buffer that is large enough, or a new one. Pinned, so its address stays.</summary>
    public static byte[] Take(long bytes)
    {
        var free = s_free ??= new byte[]?[Slots];
        var best = -1;
        for (var i = 0; i < free.Length; i++)
            if (free[i] is { } memory && memory.Length >= bytes && (best < 0 || memory.Length < free[best]!.Length)) best = i;
        if (best < 0) return GC.AllocateUninitializedArray<byte>(checked((int)Math.Max(bytes, Least)), pinned: true);
        var taken = free[best]!;
        free[best] = null;
        return taken;
    }

    /// <summary>Keeps a buffer for the next kernel, in the place of the smallest if there is no other.</summary>
    public static void GiveBack(byte[] memory)
    {
        var free = s_free ??= new byte[]?[Slots];
        var place = 0;
        for (var i = 0; i < free.Length && free[place] is not null; i++)
            if (free[i] is null || free[i]!.Length < free[place]!.Length) place = i;
        if (free[place] is null || free[place]!.Length < memory.Length) free[place] = memory;
    }
}
