using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The order of the elements along the middle axis of [outer, n, inner], or a part of it, found without sorting the rest.</summary>
/// <remarks>C. A. R. Hoare, Algorithm 65: find, Communications of the ACM 4 (1961), 321-322.</remarks>
internal static class SortOrder
{
    // below this a part is sorted
    private const int Small = 32;

    /// <summary>Where the elements come from that stand at the places first..first + count − 1 of the sorted line. Equal elements keep their order; NaN counts as the largest.</summary>
    public static void Run<T>(int n, int inner, int first, int count, bool descending, ReadOnlySpan<T> x, Span<long> order) where T : unmanaged, INumber<T>
    {
        if (order.IsEmpty) return;
        var heldKeys = ArrayPool<T>.Shared.Rent(n);
        var heldPlaces = ArrayPool<int>.Shared.Rent(n);
        var keys = heldKeys.AsSpan(0, n);
        var places = heldPlaces.AsSpan(0, n);
        var line = 0;
        for (var start = 0; start < x.Length; start += n * inner)
            for (var i = start; i < start + inner; i++, line++)
            {
                for (var k = 0; k < n; k++) keys[k] = x[i + k * inner];
                Line(keys, places, first, count, descending);
                var to = line / inner * count * inner + line % inner;
                for (var k = 0; k < count; k++) order[to + k * inner] = places[first + k];
            }
        ArrayPool<T>.Shared.Return(heldKeys);
        ArrayPool<int>.Shared.Return(heldPlaces);
    }

    /// <summary>Where each element of a part of the sorted line was; the keys are lost.</summary>
    private static void Line<T>(Span<T> keys, Span<int> places, int first, int count, bool descending) where T : unmanaged, INumber<T>
    {
        var numbers = NumbersFirst(keys, places);
        var before = 0;
        if (descending)
        {
            before = keys.Length - numbers;
            keys.Reverse();
            places.Reverse();
            places[..before].Reverse();
        }
        keys = keys.Slice(before, numbers);
        places = places.Slice(before, numbers);
        int from = Math.Clamp(first - before, 0, numbers), to = Math.Clamp(first + count - before, 0, numbers);
        Split(keys, places, to, descending);
        Split(keys[..to], places[..to], from, descending);
        Sort(keys[from..to], places[from..to], descending);
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

    /// <summary>Brings the first k in order to the front, in whatever order among themselves.</summary>
    private static void Split<T>(Span<T> keys, Span<int> places, int k, bool descending) where T : INumber<T>
    {
        if (k <= 0 || k >= keys.Length) return;
        // each round that keeps most of the elements is paid from this; sorting bounds the worst case
        for (var rounds = 2 * BitOperations.Log2((uint)keys.Length); keys.Length > Small && rounds > 0; rounds--)
        {
            var (pivot, pivotPlace) = MiddleOfThree(keys, places, descending);
            var (i, j) = (0, keys.Length - 1);
            while (i <= j)
            {
                while (IsBefore(keys[i], places[i], pivot, pivotPlace, descending)) i++;
                while (IsBefore(pivot, pivotPlace, keys[j], places[j], descending)) j--;
                if (i > j) break;
                (keys[i], keys[j], places[i], places[j]) = (keys[j], keys[i], places[j], places[i]);
                i++;
                j--;
            }
            int low = 0, high = keys.Length;
            if (k <= j) high = j + 1;
            else if (k > i) low = i;
            else return;
            keys = keys[low..high];
            places = places[low..high];
            k -= low;
        }
        Sort(keys, places, descending);
    }

    private static (T Key, int Place) MiddleOfThree<T>(Span<T> keys, Span<int> places, bool descending) where T : INumber<T>
    {
        var (a, b, c) = (0, keys.Length / 2, keys.Length - 1);
        if (IsBefore(keys[b], places[b], keys[a], places[a], descending)) (a, b) = (b, a);
        if (IsBefore(keys[c], places[c], keys[b], places[b], descending)) b = IsBefore(keys[c], places[c], keys[a], places[a], descending) ? a : c;
        return (keys[b], places[b]);
    }

    // no two are equal, for their places differ: the result does not depend on the way there
    private static bool IsBefore<T>(T key, int place, T other, int otherPlace, bool descending) where T : INumber<T> =>
        key == other ? place < otherPlace : key < other != descending;

    private static void Sort<T>(Span<T> keys, Span<int> places, bool descending) where T : INumber<T>
    {
        keys.Sort(places);
        if (descending)
        {
            keys.Reverse();
            places.Reverse();
        }
        // the sort is not stable, but the places tell what the order was
        for (var (from, to) = (0, 1); from < keys.Length; from = to++)
        {
            while (to < keys.Length && keys[to] == keys[from]) to++;
            if (to - from > 1) places[from..to].Sort();
        }
    }
}
