using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>A register of the width of the processor, 128 or 256 bits; portable.</summary>
internal readonly struct NativeDouble : ILanes<NativeDouble>
{
    private readonly Vector<double> _value;

    private NativeDouble(Vector<double> value) => _value = value;

    public static int Count => Vector<double>.Count;

    public static bool IsSingle => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble Constant(double value) => new(Vector.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble Bits(uint single, ulong @double) => new(Vector.AsVectorDouble(Vector.Create(@double)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble operator +(NativeDouble x, NativeDouble y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble operator -(NativeDouble x, NativeDouble y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble operator -(NativeDouble x) => new(-x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble operator *(NativeDouble x, NativeDouble y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble operator /(NativeDouble x, NativeDouble y) => new(x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble operator &(NativeDouble x, NativeDouble y) => new(x._value & y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble operator |(NativeDouble x, NativeDouble y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble operator ^(NativeDouble x, NativeDouble y) => new(x._value ^ y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble operator ~(NativeDouble x) => new(~x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble operator <(NativeDouble x, NativeDouble y) => new(Vector.AsVectorDouble(Vector.LessThan(x._value, y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble operator >(NativeDouble x, NativeDouble y) => new(Vector.AsVectorDouble(Vector.GreaterThan(x._value, y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble operator <=(NativeDouble x, NativeDouble y) => new(Vector.AsVectorDouble(Vector.LessThanOrEqual(x._value, y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble operator >=(NativeDouble x, NativeDouble y) => new(Vector.AsVectorDouble(Vector.GreaterThanOrEqual(x._value, y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble Equal(NativeDouble x, NativeDouble y) => new(Vector.AsVectorDouble(Vector.Equals(x._value, y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble Fma(NativeDouble x, NativeDouble y, NativeDouble z) => new(Vector.FusedMultiplyAdd(x._value, y._value, z._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble Horner(NativeDouble p, NativeDouble x, double c) => new(Vector.FusedMultiplyAdd(p._value, x._value, Vector.Create(c)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble Sqrt(NativeDouble x) => new(Vector.SquareRoot(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble Truncate(NativeDouble x) => new(Vector.Truncate(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble Least(NativeDouble x, NativeDouble y) => new(Vector.MinNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble Greatest(NativeDouble x, NativeDouble y) => new(Vector.MaxNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble Select(NativeDouble condition, NativeDouble yes, NativeDouble no) => new(Vector.ConditionalSelect(Vector.AsVectorInt64(condition._value), yes._value, no._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(NativeDouble condition) => Vector.AsVectorInt64(condition._value) != Vector<long>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble AddBits(NativeDouble x, NativeDouble y) => new(Vector.AsVectorDouble(Vector.AsVectorInt64(x._value) + Vector.AsVectorInt64(y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble SubtractBits(NativeDouble x, NativeDouble y) => new(Vector.AsVectorDouble(Vector.AsVectorInt64(x._value) - Vector.AsVectorInt64(y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble ShiftLeft(NativeDouble x, int bits) => new(Vector.AsVectorDouble(Vector.AsVectorInt64(x._value) << bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble ShiftRight(NativeDouble x, int bits) => new(Vector.AsVectorDouble(Vector.AsVectorInt64(x._value) >> bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble Scale(NativeDouble x, NativeDouble k) => Lanes.ScaleInTwo(x, k);

    public static bool ScalesFar => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble Confined(NativeDouble x, NativeDouble bound) => Least(bound, Greatest(-bound, x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeDouble Mantissa(NativeDouble x, out NativeDouble e) => Lanes.MantissaOfBits(x, out e);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAbove(NativeDouble x, double bound) => Vector.GreaterThanAny(x._value, Vector.Create(bound));
}
