using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>Eight numbers of a 512-bit register. Only for processors that have them: elsewhere they are emulated, slowly.</summary>
internal readonly struct WideDouble : ILanes<WideDouble>
{
    // of the processor's instructions: the smaller in size with the sign of the first; mantissas of ¾..1½, NaN below 0
    private const byte AbsoluteMinimum = 0b0010, FromThreeQuarters = 0b1011;

    private readonly Vector512<double> _value;

    private WideDouble(Vector512<double> value) => _value = value;

    public static int Count => Vector512<double>.Count;

    public static bool IsSingle => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble Constant(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble Bits(uint single, ulong @double) => new(Vector512.AsDouble(Vector512.Create(@double)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble operator +(WideDouble x, WideDouble y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble operator -(WideDouble x, WideDouble y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble operator -(WideDouble x) => new(-x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble operator *(WideDouble x, WideDouble y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble operator /(WideDouble x, WideDouble y) => new(x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble operator &(WideDouble x, WideDouble y) => new(x._value & y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble operator |(WideDouble x, WideDouble y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble operator ^(WideDouble x, WideDouble y) => new(x._value ^ y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble operator ~(WideDouble x) => new(~x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble operator <(WideDouble x, WideDouble y) => new(Vector512.LessThan(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble operator >(WideDouble x, WideDouble y) => new(Vector512.GreaterThan(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble operator <=(WideDouble x, WideDouble y) => new(Vector512.LessThanOrEqual(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble operator >=(WideDouble x, WideDouble y) => new(Vector512.GreaterThanOrEqual(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble Equal(WideDouble x, WideDouble y) => new(Vector512.Equals(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble Fma(WideDouble x, WideDouble y, WideDouble z) => new(Vector512.FusedMultiplyAdd(x._value, y._value, z._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble Horner(WideDouble p, WideDouble x, double c) => new(Vector512.FusedMultiplyAdd(p._value, x._value, Vector512.Create(c)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble Sqrt(WideDouble x) => new(Vector512.Sqrt(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble Truncate(WideDouble x) => new(Vector512.Truncate(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble Least(WideDouble x, WideDouble y) => new(Vector512.MinNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble Greatest(WideDouble x, WideDouble y) => new(Vector512.MaxNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble Select(WideDouble condition, WideDouble yes, WideDouble no) => new(Vector512.ConditionalSelect(condition._value, yes._value, no._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(WideDouble condition) => Vector512.AsInt64(condition._value) != Vector512<long>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble AddBits(WideDouble x, WideDouble y) => new(Vector512.AsDouble(Vector512.AsInt64(x._value) + Vector512.AsInt64(y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble SubtractBits(WideDouble x, WideDouble y) => new(Vector512.AsDouble(Vector512.AsInt64(x._value) - Vector512.AsInt64(y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble ShiftLeft(WideDouble x, int bits) => new(Vector512.AsDouble(Vector512.AsInt64(x._value) << bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble ShiftRight(WideDouble x, int bits) => new(Vector512.AsDouble(Vector512.AsInt64(x._value) >> bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble Scale(WideDouble x, WideDouble k) => Avx512F.IsSupported ? new(Avx512F.Scale(x._value, k._value)) : Lanes.ScaleInTwo(x, k);

    public static bool ScalesFar => Avx512F.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble Confined(WideDouble x, WideDouble bound) =>
        Avx512DQ.IsSupported ? new(Avx512DQ.Range(x._value, bound._value, AbsoluteMinimum)) : Least(bound, Greatest(-bound, x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDouble Mantissa(WideDouble x, out WideDouble e)
    {
        if (!Avx512F.IsSupported) return Lanes.MantissaOfBits(x, out e);
        var m = Avx512F.GetMantissa(x._value, FromThreeQuarters);
        e = new(Avx512F.GetExponent(x._value) + (Vector512.LessThan(m, Vector512<double>.One) & Vector512<double>.One));
        return new(m);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAbove(WideDouble x, double bound) => Vector512.GreaterThanAny(x._value, Vector512.Create(bound));
}
