using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The order of the elements along the middle axis of [outer, n, inner].</summary>
internal static class SortOrder
{
    /// <summary>Where each element of the sorted line comes from. Equal elements keep their order; NaN counts as the largest.</summary>
    public static void Run<T>(int n, int inner, bool descending, ReadOnlySpan<T> x, Span<long> order) where T : unmanaged, INumber<T>
    {
        if (order.IsEmpty) return;
        var heldKeys = ArrayPool<T>.Shared.Rent(n);
        var heldPlaces = ArrayPool<int>.Shared.Rent(n);
        var keys = heldKeys.AsSpan(0, n);
        var places = heldPlaces.AsSpan(0, n);
        for (var start = 0; start < x.Length; start += n * inner)
            for (var i = start; i < start + inner; i++)
            {
                for (var k = 0; k < n; k++) keys[k] = x[i + k * inner];
                Line(keys, places, descending);
                for (var k = 0; k < n; k++) order[i + k * inner] = places[k];
            }
        ArrayPool<T>.Shared.Return(heldKeys);
        ArrayPool<int>.Shared.Return(heldPlaces);
    }

    /// <summary>Where each element of the sorted line was; the keys are lost.</summary>
    private static void Line<T>(Span<T> keys, Span<int> places, bool descending) where T : unmanaged, INumber<T>
    {
        var numbers = NumbersFirst(keys, places);
        keys[..numbers].Sort(places[..numbers]);
        if (!descending)
        {
            KeepOrderOfEqual(keys[..numbers], places);
            return;
        }
        keys.Reverse();
        places.Reverse();
        var others = keys.Length - numbers;
        places[..others].Reverse();
        KeepOrderOfEqual(keys[others..], places[others..]);
    }

    /// <summary>Moves the numbers in front of every NaN, and writes down where each was; says how many numbers there are.</summary>
    private static int NumbersFirst<T>(Span<T> keys, Span<int> places) where T : INumber<T>
    {
        var numbers = 0;
        foreach (var key in keys) numbers += T.IsNaN(key) ? 0 : 1;
        var (front, behind) = (0, numbers);
        for (var k = 0; k < keys.Length; k++)
        {
            if (T.IsNaN(keys[k])) places[behind++] = k;
            else (places[front], keys[front++]) = (k, keys[k]);
        }
        return numbers;
    }

    // the sort is not stable, but the places tell what the order was
    private static void KeepOrderOfEqual<T>(ReadOnlySpan<T> keys, Span<int> places) where T : INumber<T>
    {
        for (var (from, to) = (0, 1); from < keys.Length; from = to++)
        {
            while (to < keys.Length && keys[to] == keys[from]) to++;
            if (to - from > 1) places[from..to].Sort();
        }
    }
}
