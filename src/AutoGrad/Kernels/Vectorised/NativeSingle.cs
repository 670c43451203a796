using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>A register of the width of the processor, 128 or 256 bits; portable.</summary>
internal readonly struct NativeSingle : ILanes<NativeSingle>
{
    private readonly Vector<float> _value;

    private NativeSingle(Vector<float> value) => _value = value;

    public static int Count => Vector<float>.Count;

    public static bool IsSingle => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle Constant(double value) => new(Vector.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle Bits(uint single, ulong @double) => new(Vector.AsVectorSingle(Vector.Create(single)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle operator +(NativeSingle x, NativeSingle y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle operator -(NativeSingle x, NativeSingle y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle operator -(NativeSingle x) => new(-x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle operator *(NativeSingle x, NativeSingle y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle operator /(NativeSingle x, NativeSingle y) => new(x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle operator &(NativeSingle x, NativeSingle y) => new(x._value & y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle operator |(NativeSingle x, NativeSingle y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle operator ^(NativeSingle x, NativeSingle y) => new(x._value ^ y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle operator ~(NativeSingle x) => new(~x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle operator <(NativeSingle x, NativeSingle y) => new(Vector.AsVectorSingle(Vector.LessThan(x._value, y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle operator >(NativeSingle x, NativeSingle y) => new(Vector.AsVectorSingle(Vector.GreaterThan(x._value, y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle operator <=(NativeSingle x, NativeSingle y) => new(Vector.AsVectorSingle(Vector.LessThanOrEqual(x._value, y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle operator >=(NativeSingle x, NativeSingle y) => new(Vector.AsVectorSingle(Vector.GreaterThanOrEqual(x._value, y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle Equal(NativeSingle x, NativeSingle y) => new(Vector.AsVectorSingle(Vector.Equals(x._value, y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle Fma(NativeSingle x, NativeSingle y, NativeSingle z) => new(Vector.FusedMultiplyAdd(x._value, y._value, z._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle Horner(NativeSingle p, NativeSingle x, double c) => new(Vector.FusedMultiplyAdd(p._value, x._value, Vector.Create((float)c)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle Sqrt(NativeSingle x) => new(Vector.SquareRoot(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle Truncate(NativeSingle x) => new(Vector.Truncate(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle Least(NativeSingle x, NativeSingle y) => new(Vector.MinNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle Greatest(NativeSingle x, NativeSingle y) => new(Vector.MaxNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle Select(NativeSingle condition, NativeSingle yes, NativeSingle no) => new(Vector.ConditionalSelect(Vector.AsVectorInt32(condition._value), yes._value, no._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(NativeSingle condition) => Vector.AsVectorInt32(condition._value) != Vector<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle AddBits(NativeSingle x, NativeSingle y) => new(Vector.AsVectorSingle(Vector.AsVectorInt32(x._value) + Vector.AsVectorInt32(y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle SubtractBits(NativeSingle x, NativeSingle y) => new(Vector.AsVectorSingle(Vector.AsVectorInt32(x._value) - Vector.AsVectorInt32(y._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle ShiftLeft(NativeSingle x, int bits) => new(Vector.AsVectorSingle(Vector.AsVectorInt32(x._value) << bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle ShiftRight(NativeSingle x, int bits) => new(Vector.AsVectorSingle(Vector.AsVectorInt32(x._value) >> bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle Scale(NativeSingle x, NativeSingle k) => Lanes.ScaleInTwo(x, k);

    public static bool ScalesFar => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle Confined(NativeSingle x, NativeSingle bound) => Least(bound, Greatest(-bound, x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeSingle Mantissa(NativeSingle x, out NativeSingle e) => Lanes.MantissaOfBits(x, out e);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAbove(NativeSingle x, double bound) => Vector.GreaterThanAny(x._value, Vector.Create((float)bound));
}
