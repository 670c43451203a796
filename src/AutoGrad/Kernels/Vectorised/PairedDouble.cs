using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>Sixteen numbers in two 512-bit registers: constants are loaded once for both, and the steps of one fill the waits of the other.</summary>
/// <remarks>Only for processors that have such registers.</remarks>
internal readonly struct PairedDouble : ILanes<PairedDouble>
{
    // of the processor's instructions: the smaller in size with the sign of the first; mantissas of ¾..1½, NaN below 0
    private const byte AbsoluteMinimum = 0b0010, FromThreeQuarters = 0b1011;

    private readonly Vector512<double> _x, _y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PairedDouble(Vector512<double> x, Vector512<double> y) => (_x, _y) = (x, y);

    public static int Count => 2 * Vector512<double>.Count;

    public static bool IsSingle => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble Constant(double value)
    {
        var both = Vector512.Create(value);
        return new(both, both);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble Bits(uint single, ulong @double)
    {
        var both = Vector512.AsDouble(Vector512.Create(@double));
        return new(both, both);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble operator +(PairedDouble a, PairedDouble b) => new(a._x + b._x, a._y + b._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble operator -(PairedDouble a, PairedDouble b) => new(a._x - b._x, a._y - b._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble operator -(PairedDouble a) => new(-a._x, -a._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble operator *(PairedDouble a, PairedDouble b) => new(a._x * b._x, a._y * b._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble operator /(PairedDouble a, PairedDouble b) => new(a._x / b._x, a._y / b._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble operator &(PairedDouble a, PairedDouble b) => new(a._x & b._x, a._y & b._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble operator |(PairedDouble a, PairedDouble b) => new(a._x | b._x, a._y | b._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble operator ^(PairedDouble a, PairedDouble b) => new(a._x ^ b._x, a._y ^ b._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble operator ~(PairedDouble a) => new(~a._x, ~a._y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble operator <(PairedDouble a, PairedDouble b) => new(Vector512.LessThan(a._x, b._x), Vector512.LessThan(a._y, b._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble operator >(PairedDouble a, PairedDouble b) => new(Vector512.GreaterThan(a._x, b._x), Vector512.GreaterThan(a._y, b._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble operator <=(PairedDouble a, PairedDouble b) => new(Vector512.LessThanOrEqual(a._x, b._x), Vector512.LessThanOrEqual(a._y, b._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble operator >=(PairedDouble a, PairedDouble b) => new(Vector512.GreaterThanOrEqual(a._x, b._x), Vector512.GreaterThanOrEqual(a._y, b._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble Equal(PairedDouble a, PairedDouble b) => new(Vector512.Equals(a._x, b._x), Vector512.Equals(a._y, b._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble Fma(PairedDouble a, PairedDouble b, PairedDouble c) =>
        new(Vector512.FusedMultiplyAdd(a._x, b._x, c._x), Vector512.FusedMultiplyAdd(a._y, b._y, c._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble Horner(PairedDouble p, PairedDouble x, double c)
    {
        var both = Vector512.Create(c);
        return new(Vector512.FusedMultiplyAdd(p._x, x._x, both), Vector512.FusedMultiplyAdd(p._y, x._y, both));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble Sqrt(PairedDouble a) => new(Vector512.Sqrt(a._x), Vector512.Sqrt(a._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble Truncate(PairedDouble a) => new(Vector512.Truncate(a._x), Vector512.Truncate(a._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble Least(PairedDouble a, PairedDouble b) => new(Vector512.MinNative(a._x, b._x), Vector512.MinNative(a._y, b._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble Greatest(PairedDouble a, PairedDouble b) => new(Vector512.MaxNative(a._x, b._x), Vector512.MaxNative(a._y, b._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble Select(PairedDouble condition, PairedDouble yes, PairedDouble no) =>
        new(Vector512.ConditionalSelect(condition._x, yes._x, no._x), Vector512.ConditionalSelect(condition._y, yes._y, no._y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(PairedDouble condition) => Vector512.AsInt64(condition._x | condition._y) != Vector512<long>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble AddBits(PairedDouble a, PairedDouble b) =>
        new(Vector512.AsDouble(Vector512.AsInt64(a._x) + Vector512.AsInt64(b._x)), Vector512.AsDouble(Vector512.AsInt64(a._y) + Vector512.AsInt64(b._y)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble SubtractBits(PairedDouble a, PairedDouble b) =>
        new(Vector512.AsDouble(Vector512.AsInt64(a._x) - Vector512.AsInt64(b._x)), Vector512.AsDouble(Vector512.AsInt64(a._y) - Vector512.AsInt64(b._y)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble ShiftLeft(PairedDouble a, int bits) =>
        new(Vector512.AsDouble(Vector512.AsInt64(a._x) << bits), Vector512.AsDouble(Vector512.AsInt64(a._y) << bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble ShiftRight(PairedDouble a, int bits) =>
        new(Vector512.AsDouble(Vector512.AsInt64(a._x) >> bits), Vector512.AsDouble(Vector512.AsInt64(a._y) >> bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble Scale(PairedDouble a, PairedDouble k) => Avx512F.IsSupported ? new(Avx512F.Scale(a._x, k._x), Avx512F.Scale(a._y, k._y)) : Lanes.ScaleInTwo(a, k);


    public static bool ScalesFar => Avx512F.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble Confined(PairedDouble a, PairedDouble bound) => Avx512DQ.IsSupported
        ? new(Avx512DQ.Range(a._x, bound._x, AbsoluteMinimum), Avx512DQ.Range(a._y, bound._y, AbsoluteMinimum))
        : Least(bound, Greatest(-bound, a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairedDouble Mantissa(PairedDouble a, out PairedDouble e)
    {
        if (!Avx512F.IsSupported) return Lanes.MantissaOfBits(a, out e);
        var (x, y) = (Avx512F.GetMantissa(a._x, FromThreeQuarters), Avx512F.GetMantissa(a._y, FromThreeQuarters));
        var one = Vector512<double>.One;
        e = new(Avx512F.GetExponent(a._x) + (Vector512.LessThan(x, one) & one), Avx512F.GetExponent(a._y) + (Vector512.LessThan(y, one) & one));
        return new(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAbove(PairedDouble a, double bound)
    {
        var both = Vector512.Create(bound);
        return Vector512.GreaterThanAny(a._x, both) || Vector512.GreaterThanAny(a._y, both);
    }
}
