using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>Sixteen numbers of a 512-bit register. Only for processors that have them: elsewhere they are emulated, slowly.</summary>
internal readonly struct WideSingle : ILanes<WideSingle>
{
    // of the processor's instructions: the smaller in size with the sign of the first; mantissas of ¾..1½, NaN below 0
    private const byte AbsoluteMinimum = 0b0010, FromThreeQuarters = 0b1011;

    private readonly Vector512<float> _value;

    private WideSingle(Vector512<float> value) => _value = value;

    public static int Count => Vector512<float>.Count;

    public static bool IsSingle => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle Constant(double value) => new(Vector512.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle Bits(uint single, ulong @double) => new(Vector512.AsSingle(Vector512.Create(single)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle operator +(WideSingle x, WideSingle y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle operator -(WideSingle x, WideSingle y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle operator -(WideSingle x) => new(-x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle operator *(WideSingle x, WideSingle y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle operator /(WideSingle x, WideSingle y) => new(x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle operator &(WideSingle x, WideSingle y) => new(x._value & y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle operator |(WideSingle x, WideSingle y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle operator ^(WideSingle x, WideSingle y) => new(x._value ^ y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle operator ~(WideSingle x) => new(~x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle operator <(WideSingle x, WideSingle y) => new(Vector512.LessThan(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle operator >(WideSingle x, WideSingle y) => new(Vector512.GreaterThan(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle operator <=(WideSingle x, WideSingle y) => new(Vector512.LessThanOrEqual(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle operator >=(WideSingle x, WideSingle y) => new(Vector512.GreaterThanOrEqual(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle Equal(WideSingle x, WideSingle y) => new(Vector512.Equals(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle Fma(WideSingle x, WideSingle y, WideSingle z) => new(Vector512.FusedMultiplyAdd(x._value, y._value, z._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle Horner(WideSingle p, WideSingle x, double c) => new(Vector512.FusedMultiplyAdd(p._value, x._value, Vector512.Create((float)c)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle Sqrt(WideSingle x) => new(Vector512.Sqrt(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle Truncate(WideSingle x) => new(Vector512.Truncate(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle Least(WideSingle x, WideSingle y) => new(Vector512.MinNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle Greatest(WideSingle x, WideSingle y) => new(Vector512.MaxNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle Select(WideSingle condition, WideSingle yes, WideSingle no) => new(Vector512.ConditionalSelect(condition._value, yes._value, no._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(WideSingle condition) => Vector512.AsInt32(condition._value) != Vector512<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle AddBits(WideSingle x, WideSingle y) => new(Vector512.AsSingle(Vector512.AsInt32(x._value) + Vector512.AsInt32(y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle SubtractBits(WideSingle x, WideSingle y) => new(Vector512.AsSingle(Vector512.AsInt32(x._value) - Vector512.AsInt32(y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle ShiftLeft(WideSingle x, int bits) => new(Vector512.AsSingle(Vector512.AsInt32(x._value) << bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle ShiftRight(WideSingle x, int bits) => new(Vector512.AsSingle(Vector512.AsInt32(x._value) >> bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle Scale(WideSingle x, WideSingle k) => Avx512F.IsSupported ? new(Avx512F.Scale(x._value, k._value)) : Lanes.ScaleInTwo(x, k);

    public static bool ScalesFar => Avx512F.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle Confined(WideSingle x, WideSingle bound) =>
        Avx512DQ.IsSupported ? new(Avx512DQ.Range(x._value, bound._value, AbsoluteMinimum)) : Least(bound, Greatest(-bound, x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingle Mantissa(WideSingle x, out WideSingle e)
    {
        if (!Avx512F.IsSupported) return Lanes.MantissaOfBits(x, out e);
        var m = Avx512F.GetMantissa(x._value, FromThreeQuarters);
        e = new(Avx512F.GetExponent(x._value) + (Vector512.LessThan(m, Vector512<float>.One) & Vector512<float>.One));
        return new(m);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAbove(WideSingle x, double bound) => Vector512.GreaterThanAny(x._value, Vector512.Create((float)bound));
}
