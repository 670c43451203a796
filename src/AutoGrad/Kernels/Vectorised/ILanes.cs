namespace AutoGrad.Kernels;

/// <summary>Some numbers side by side, float or double: what an element-wise function is written in, once for every width.</summary>
/// <remarks>
/// Each operation rounds once, as IEEE 754 says, and a multiplication that is meant to be fused is written as one. So a
/// function gives the same bits at every width and at any place in an array. Comparisons give lanes of all ones or all zeros.
/// </remarks>
internal interface ILanes<V> where V : struct, ILanes<V>
{
    /// <summary>How many numbers lie side by side.</summary>
    static abstract int Count { get; }

    /// <summary>True for float, false for double; known when the code is compiled.</summary>
    static abstract bool IsSingle { get; }

    /// <summary>The same number in each lane, rounded to the element type.</summary>
    static abstract V Constant(double value);

    /// <summary>The same number in each lane, from its bits in either element type.</summary>
    static abstract V Bits(uint single, ulong @double);

    static abstract V operator +(V x, V y);

    static abstract V operator -(V x, V y);

    static abstract V operator -(V x);

    static abstract V operator *(V x, V y);

    static abstract V operator /(V x, V y);

    static abstract V operator &(V x, V y);

    static abstract V operator |(V x, V y);

    static abstract V operator ^(V x, V y);

    static abstract V operator ~(V x);

    static abstract V operator <(V x, V y);

    static abstract V operator >(V x, V y);

    static abstract V operator <=(V x, V y);

    static abstract V operator >=(V x, V y);

    static abstract V Equal(V x, V y);

    /// <summary>x y + z, rounded once.</summary>
    static abstract V Fma(V x, V y, V z);

    /// <summary>p x + c, rounded once: a step of Horner's rule.</summary>
    static abstract V Horner(V p, V x, double c);

    static abstract V Sqrt(V x);

    static abstract V Truncate(V x);

    /// <summary>The smaller one; y if either is NaN.</summary>
    static abstract V Least(V x, V y);

    /// <summary>The larger one; y if either is NaN.</summary>
    static abstract V Greatest(V x, V y);

    static abstract V Select(V condition, V yes, V no);

    static abstract bool Any(V condition);

    /// <summary>The sum of the lanes' bits, as whole numbers.</summary>
    static abstract V AddBits(V x, V y);

    /// <summary>The difference of the lanes' bits, as whole numbers.</summary>
    static abstract V SubtractBits(V x, V y);

    static abstract V ShiftLeft(V x, int bits);

    /// <summary>The lanes' bits shifted to the right; copies of the sign bit move in.</summary>
    static abstract V ShiftRight(V x, int bits);

    /// <summary>x 2ᵏ, rounded once, for whole k down to twice the smallest exponent and up to twice the largest.</summary>
    static abstract V Scale(V x, V k);


    /// <summary>True when <see cref="Scale"/> takes any k, infinite ones and NaN too; known when the code is compiled.</summary>
    static abstract bool ScalesFar { get; }

    /// <summary>x brought to within ±bound; any number there, or NaN, for NaN.</summary>
    static abstract V Confined(V x, V bound);

    /// <summary>m in ¾..1½ and a whole e with x = m 2ᵉ; 1 and ∓∞ for 0 and ∞; NaN for m below 0 and at NaN.</summary>
    static abstract V Mantissa(V x, out V e);

    /// <summary>True if any lane is larger than the bound.</summary>
    static abstract bool AnyAbove(V x, double bound);
}
