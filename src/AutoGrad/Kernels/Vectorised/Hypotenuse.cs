using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>√(x² + y²) as long √(1 + (short/long)²), which overflows only where the result does; infinite if a leg is, even beside NaN.</summary>
internal readonly struct Hypotenuse : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x, V y) where V : struct, ILanes<V>
    {
        (x, y) = (Lanes.Abs(x), Lanes.Abs(y));
        var (zero, one, infinity) = (V.Constant(0), V.Constant(1), V.Constant(double.PositiveInfinity));
        var (large, small) = (V.Greatest(x, y), V.Least(x, y));
        var part = small / V.Select(V.Equal(large, zero), one, large);
        var length = large * V.Sqrt(V.Fma(part, part, one));
        var known = V.Equal(x, x) & V.Equal(y, y);
        return V.Select(V.Equal(x, infinity) | V.Equal(y, infinity), infinity, V.Select(known, length, x + y));
    }
}
