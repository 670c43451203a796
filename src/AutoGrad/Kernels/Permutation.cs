using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>A random order of 0..n-1, all equally likely: the shuffle of Fisher and Yates.</summary>
internal static class Permutation
{
    public static void Run<T>(Philox philox, ulong position, Span<T> y) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < y.Length; i++) y[i] = T.CreateTruncating(i);
        for (var i = y.Length - 1; i > 0; i--)
        {
            var j = (int)Sampling.Below(philox, position, i, (ulong)i + 1);
            (y[i], y[j]) = (y[j], y[i]);
        }
    }
}
