using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Moves elements between an array and the places of another that a list names; a negative place stands for none.</summary>
internal static class FlatPositions
{
    /// <summary>y[i] = x[positions[i]], 0 for none.</summary>
    public static void Take<T>(ReadOnlySpan<int> positions, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged
    {
        for (var i = 0; i < y.Length; i++) y[i] = positions[i] < 0 ? default : x[positions[i]];
    }

    /// <summary>y[positions[i]] = x[i].</summary>
    public static void Put<T>(ReadOnlySpan<int> positions, ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++)
            if (positions[i] >= 0) y[positions[i]] = x[i];
    }

    /// <summary>y[positions[i]] += x[i], in the order of the list.</summary>
    public static void Add<T>(ReadOnlySpan<int> positions, ReadOnlySpan<T> x, Span<T> y) where T : INumber<T>
    {
        for (var i = 0; i < x.Length; i++)
            if (positions[i] >= 0) y[positions[i]] += x[i];
    }

    /// <summary>Of several entries with one place, leaves the last and makes the others none.</summary>
    /// <param name="positions">Places below <paramref name="size"/>.</param>
    /// <param name="size">Length of the array they are for.</param>
    public static void KeepLast(Span<int> positions, int size)
    {
        var held = ArrayPool<bool>.Shared.Rent(size);
        var taken = held.AsSpan(0, size);
        taken.Clear();
        for (var i = positions.Length - 1; i >= 0; i--)
        {
            ref var place = ref positions[i];
            if (place < 0) continue;
            if (taken[place]) place = -1;
            else taken[place] = true;
        }
        ArrayPool<bool>.Shared.Return(held);
    }

    /// <summary>The order in which entries of one place are neighbours: by place, and by the list among equals.</summary>
    public static int[] Grouped(ReadOnlySpan<int> positions, int size)
    {
        var starts = new int[size + 1];
        foreach (var place in positions) starts[place + 1]++;
        for (var place = 0; place < size; place++) starts[place + 1] += starts[place];
        var order = new int[positions.Length];
        for (var i = 0; i < positions.Length; i++) order[starts[positions[i]]++] = i;
        return order;
    }
}
