using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The element at a place of the order, without sorting all.</summary>
/// <remarks>C. A. R. Hoare, Algorithm 65: find, Communications of the ACM 4 (1961), 321-322.</remarks>
internal static class OrderStatistic
{
    // below this a part is sorted
    private const int Small = 32;

    /// <summary>The lower median; NaN if there is one. The elements are left in another order.</summary>
    public static T Median<T>(Span<T> x) where T : INumber<T>
    {
        foreach (var value in x)
            if (T.IsNaN(value)) return value;
        return At(x, (x.Length - 1) / 2);
    }

    private static T At<T>(Span<T> x, int k) where T : INumber<T>
    {
        // each round that keeps most of the elements is paid from this; sorting bounds the worst case
        for (var rounds = 2 * BitOperations.Log2((uint)x.Length); x.Length > Small && rounds > 0; rounds--)
        {
            var pivot = MiddleOfThree(x[0], x[x.Length / 2], x[^1]);
            var (i, j) = (0, x.Length - 1);
            while (i <= j)
            {
                while (x[i] < pivot) i++;
                while (x[j] > pivot) j--;
                if (i > j) break;
                (x[i], x[j]) = (x[j], x[i]);
                i++;
                j--;
            }
            if (k <= j) x = x[..(j + 1)];
            else if (k >= i)
            {
                x = x[i..];
                k -= i;
            }
            else return x[k];
        }
        x.Sort();
        return x[k];
    }

    private static T MiddleOfThree<T>(T a, T b, T c) where T : INumber<T> => T.Max(T.Min(a, b), T.Min(T.Max(a, b), c));
}
