using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>How finely a floating-point type resolves numbers.</summary>
internal static class Precision
{
    /// <summary>The distance from 1 to the next number.</summary>
    public static T Epsilon<T>() where T : IFloatingPointIeee754<T> => T.BitIncrement(T.One) - T.One;

    /// <summary>A power of two near the largest magnitude, so that dividing by it rounds nothing and squares stay in range; 1 where there is none.</summary>
    public static T Scale<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty) return T.One;
        var largest = T.Abs(TensorPrimitives.MaxMagnitude(x));
        return T.IsFinite(largest) && largest > T.Zero ? T.ScaleB(T.One, T.ILogB(largest)) : T.One;
    }
}
