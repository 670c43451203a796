using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad.Kernels;

/// <summary>One pass over a parameter, its gradient and up to three slots.</summary>
/// <remarks>Steps are bound by memory, which 256 bits at a time already fill; the operations are exact, so position does not matter.</remarks>
internal static class UpdateLoop
{
    /// <summary>Runs the update over all elements, on the current thread. A slot is as long as the value, or empty.</summary>
    public static void Run<T, TUpdate>(Span<T> value, ReadOnlySpan<T> gradient, Span<T> slot0, Span<T> slot1, Span<T> slot2, TUpdate update)
        where T : unmanaged where TUpdate : struct, IUpdate<T>
    {
        var lanes = Vector<T>.Count;
        var whole = value.Length - value.Length % lanes;
        Vectors(value[..whole], gradient[..whole], Head(slot0, whole), Head(slot1, whole), Head(slot2, whole), update);
        if (whole == value.Length) return;
        var rest = value.Length - whole;
        Span<T> tail = stackalloc T[5 * lanes];
        tail.Clear();
        value[whole..].CopyTo(tail);
        gradient[whole..].CopyTo(tail[lanes..]);
        if (!slot0.IsEmpty) slot0[whole..].CopyTo(tail[(2 * lanes)..]);
        if (!slot1.IsEmpty) slot1[whole..].CopyTo(tail[(3 * lanes)..]);
        if (!slot2.IsEmpty) slot2[whole..].CopyTo(tail[(4 * lanes)..]);
        Vectors(tail[..lanes], tail.Slice(lanes, lanes), tail.Slice(2 * lanes, lanes), tail.Slice(3 * lanes, lanes), tail.Slice(4 * lanes, lanes), update);
        tail[..rest].CopyTo(value[whole..]);
        if (!slot0.IsEmpty) tail.Slice(2 * lanes, rest).CopyTo(slot0[whole..]);
        if (!slot1.IsEmpty) tail.Slice(3 * lanes, rest).CopyTo(slot1[whole..]);
        if (!slot2.IsEmpty) tail.Slice(4 * lanes, rest).CopyTo(slot2[whole..]);
    }

    private static Span<T> Head<T>(Span<T> slot, int length) => slot.IsEmpty ? slot : slot[..length];

    private static void Vectors<T, TUpdate>(Span<T> value, ReadOnlySpan<T> gradient, Span<T> slot0, Span<T> slot1, Span<T> slot2, TUpdate update)
        where T : unmanaged where TUpdate : struct, IUpdate<T>
    {
        var values = MemoryMarshal.Cast<T, Vector<T>>(value);
        var gradients = MemoryMarshal.Cast<T, Vector<T>>(gradient);
        Vector<T> none0 = default, none1 = default, none2 = default;
        ref var first0 = ref slot0.IsEmpty ? ref none0 : ref MemoryMarshal.GetReference(MemoryMarshal.Cast<T, Vector<T>>(slot0));
        ref var first1 = ref slot1.IsEmpty ? ref none1 : ref MemoryMarshal.GetReference(MemoryMarshal.Cast<T, Vector<T>>(slot1));
        ref var first2 = ref slot2.IsEmpty ? ref none2 : ref MemoryMarshal.GetReference(MemoryMarshal.Cast<T, Vector<T>>(slot2));
        var (step0, step1, step2) = (slot0.IsEmpty ? 0 : 1, slot1.IsEmpty ? 0 : 1, slot2.IsEmpty ? 0 : 1);
        for (var i = 0; i < values.Length; i++)
            update.Run(ref values[i], gradients[i], ref Unsafe.Add(ref first0, i * step0), ref Unsafe.Add(ref first1, i * step1), ref Unsafe.Add(ref first2, i * step2));
    }
}
