using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>Thirty-two numbers in two 512-bit registers: constants are loaded once for both, and the steps of one fill the waits of the other.</summary>
/// <remarks>Only for processors that have such registers.</remarks>
internal readonly struct PairedSingle : ILanes<PairedSingle>
{
    // of the processor's instructions: the smaller in size with the sign of the first; mantissas of ¾..1½, NaN below 0
    private const byte AbsoluteMinimum = 0b0010, FromThreeQuarters = 0b1011;

    private readonly Vector512<float> _x, _y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PairedSingle(Vector512<float> x, Vector512<float> y) => (_x, _y) = (x, y);

    public static int Count => 2 * Vector512<float>.Count;

    public static bool IsSingle => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle Constant(double value)
    {
        var both = Vector512.Create((float)value);
        return new(both, both);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle Bits(uint single, ulong @double)
    {
        var both = Vector512.AsSingle(Vector512.Create(single));
        return new(both, both);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle operator +(PairedSingle a, PairedSingle b) => new(a._x + b._x, a._y + b._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle operator -(PairedSingle a, PairedSingle b) => new(a._x - b._x, a._y - b._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle operator -(PairedSingle a) => new(-a._x, -a._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle operator *(PairedSingle a, PairedSingle b) => new(a._x * b._x, a._y * b._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle operator /(PairedSingle a, PairedSingle b) => new(a._x / b._x, a._y / b._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle operator &(PairedSingle a, PairedSingle b) => new(a._x & b._x, a._y & b._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle operator |(PairedSingle a, PairedSingle b) => new(a._x | b._x, a._y | b._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle operator ^(PairedSingle a, PairedSingle b) => new(a._x ^ b._x, a._y ^ b._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle operator ~(PairedSingle a) => new(~a._x, ~a._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle operator <(PairedSingle a, PairedSingle b) => new(Vector512.LessThan(a._x, b._x), Vector512.LessThan(a._y, b._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle operator >(PairedSingle a, PairedSingle b) => new(Vector512.GreaterThan(a._x, b._x), Vector512.GreaterThan(a._y, b._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle operator <=(PairedSingle a, PairedSingle b) => new(Vector512.LessThanOrEqual(a._x, b._x), Vector512.LessThanOrEqual(a._y, b._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle operator >=(PairedSingle a, PairedSingle b) => new(Vector512.GreaterThanOrEqual(a._x, b._x), Vector512.GreaterThanOrEqual(a._y, b._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle Equal(PairedSingle a, PairedSingle b) => new(Vector512.Equals(a._x, b._x), Vector512.Equals(a._y, b._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle Fma(PairedSingle a, PairedSingle b, PairedSingle c) =>
        new(Vector512.FusedMultiplyAdd(a._x, b._x, c._x), Vector512.FusedMultiplyAdd(a._y, b._y, c._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle Horner(PairedSingle p, PairedSingle x, double c)
    {
        var both = Vector512.Create((float)c);
        return new(Vector512.FusedMultiplyAdd(p._x, x._x, both), Vector512.FusedMultiplyAdd(p._y, x._y, both));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle Sqrt(PairedSingle a) => new(Vector512.Sqrt(a._x), Vector512.Sqrt(a._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle Truncate(PairedSingle a) => new(Vector512.Truncate(a._x), Vector512.Truncate(a._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle Least(PairedSingle a, PairedSingle b) => new(Vector512.MinNative(a._x, b._x), Vector512.MinNative(a._y, b._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle Greatest(PairedSingle a, PairedSingle b) => new(Vector512.MaxNative(a._x, b._x), Vector512.MaxNative(a._y, b._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle Select(PairedSingle condition, PairedSingle yes, PairedSingle no) =>
        new(Vector512.ConditionalSelect(condition._x, yes._x, no._x), Vector512.ConditionalSelect(condition._y, yes._y, no._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(PairedSingle condition) => Vector512.AsInt32(condition._x | condition._y) != Vector512<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle AddBits(PairedSingle a, PairedSingle b) =>
        new(Vector512.AsSingle(Vector512.AsInt32(a._x) + Vector512.AsInt32(b._x)), Vector512.AsSingle(Vector512.AsInt32(a._y) + Vector512.AsInt32(b._y)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle SubtractBits(PairedSingle a, PairedSingle b) =>
        new(Vector512.AsSingle(Vector512.AsInt32(a._x) - Vector512.AsInt32(b._x)), Vector512.AsSingle(Vector512.AsInt32(a._y) - Vector512.AsInt32(b._y)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle ShiftLeft(PairedSingle a, int bits) =>
        new(Vector512.AsSingle(Vector512.AsInt32(a._x) << bits), Vector512.AsSingle(Vector512.AsInt32(a._y) << bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle ShiftRight(PairedSingle a, int bits) =>
        new(Vector512.AsSingle(Vector512.AsInt32(a._x) >> bits), Vector512.AsSingle(Vector512.AsInt32(a._y) >> bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle Scale(PairedSingle a, PairedSingle k) => Avx512F.IsSupported ? new(Avx512F.Scale(a._x, k._x), Avx512F.Scale(a._y, k._y)) : Lanes.ScaleInTwo(a, k);


    public static bool ScalesFar => Avx512F.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle Confined(PairedSingle a, PairedSingle bound) => Avx512DQ.IsSupported
        ? new(Avx512DQ.Range(a._x, bound._x, AbsoluteMinimum), Avx512DQ.Range(a._y, bound._y, AbsoluteMinimum))
        : Least(bound, Greatest(-bound, a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedSingle Mantissa(PairedSingle a, out PairedSingle e)
    {
        if (!Avx512F.IsSupported) return Lanes.MantissaOfBits(a, out e);
        var (x, y) = (Avx512F.GetMantissa(a._x, FromThreeQuarters), Avx512F.GetMantissa(a._y, FromThreeQuarters));
        var one = Vector512<float>.One;
        e = new(Avx512F.GetExponent(a._x) + (Vector512.LessThan(x, one) & one), Avx512F.GetExponent(a._y) + (Vector512.LessThan(y, one) & one));
        return new(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAbove(PairedSingle a, double bound)
    {
        var both = Vector512.Create((float)bound);
        return Vector512.GreaterThanAny(a._x, both) || Vector512.GreaterThanAny(a._y, both);
    }
}
