using System.Numerics;

namespace AutoGrad.Tests.Kernels;

/// <summary>Elementary functions in fixed point with 512 bits behind the point: what the kernels are measured against.</summary>
internal static class ExactFunctions
{
    private const int Bits = 512;

    public static readonly BigInteger One = BigInteger.One << Bits;

    private static readonly BigInteger s_log2 = Atanh(Divide(One, 3 * One)) * 2;
    private static readonly BigInteger s_pi = 16 * Atan(5) - 4 * Atan(239);

    /// <summary>x in fixed point; exact from 2^-460 on.</summary>
    public static BigInteger Of(double x)
    {
        if (x == 0) return 0;
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52 & 0x7FF);
        var fraction = bits & 0xFFFFFFFFFFFFF;
        var whole = new BigInteger(exponent == 0 ? fraction : fraction | 1L << 52);
        var shift = Bits + Math.Max(exponent, 1) - 1075;
        whole = shift >= 0 ? whole << shift : whole >> -shift;
        return x < 0 ? -whole : whole;
    }

    public static BigInteger Multiply(BigInteger x, BigInteger y) => x * y >> Bits;

    public static BigInteger Divide(BigInteger x, BigInteger y) => (x << Bits) / y;

    public static BigInteger Exp(BigInteger x)
    {
        var k = (int)BigInteger.Divide(x, s_log2);
        var r = x - k * s_log2 >> 16;
        BigInteger sum = One, term = One;
        for (var n = 1; !term.IsZero && term != -1; n++) sum += term = Multiply(term, r) / n;
        for (var i = 0; i < 16; i++) sum = Multiply(sum, sum);
        return k >= 0 ? sum << k : sum >> -k;
    }

    public static BigInteger Log(BigInteger x)
    {
        var e = (int)x.GetBitLength() - 1 - Bits;
        var m = e >= 0 ? x >> e : x << -e;
        return e * s_log2 + 2 * Atanh(Divide(m - One, m + One));
    }

    public static BigInteger Log2(BigInteger x) => Divide(Log(x), s_log2);

    public static BigInteger Log10(BigInteger x) => Divide(Log(x), Log(10 * One));

    public static BigInteger Sin(BigInteger x)
    {
        var k = BigInteger.Divide(x, s_pi);
        var r = x - k * s_pi;
        BigInteger sum = r, term = r, square = Multiply(r, r);
        for (var n = 2; !term.IsZero && term != -1; n += 2) sum += term = -Multiply(term, square) / (n * (n + 1));
        return k.IsEven ? sum : -sum;
    }

    public static BigInteger Cos(BigInteger x) => Sin(x + s_pi / 2);

    public static BigInteger Sqrt(BigInteger x)
    {
        var root = BigInteger.One << (int)((x << Bits).GetBitLength() / 2 + 1);
        while ((root + (x << Bits) / root) / 2 is var next && next < root) root = next;
        return root;
    }

    /// <summary>By arctan x = 2 arctan (x / (1 + √(1 + x²))), five times, and the series.</summary>
    public static BigInteger Atan(BigInteger x)
    {
        for (var i = 0; i < 5; i++) x = Divide(x, One + Sqrt(One + Multiply(x, x)));
        BigInteger sum = x, power = x, square = Multiply(x, x);
        for (var n = 3; !power.IsZero && power != -1; n += 2) sum += (power = -Multiply(power, square)) / n;
        return 32 * sum;
    }

    public static BigInteger Asin(BigInteger x) => 2 * Atan(Divide(x, One + Sqrt(One - Multiply(x, x))));

    public static BigInteger Acos(BigInteger x) => s_pi / 2 - Asin(x);

    public static readonly BigInteger RootTwo = Exp(s_log2 / 2);

    /// <summary>2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)), whose terms grow to about eˣ² first: for x up to 8.</summary>
    public static BigInteger Erf(BigInteger x)
    {
        BigInteger sum = x, term = x, square = Multiply(x, x);
        for (var n = 1; !term.IsZero && term != -1; n++) sum += (term = -Multiply(term, square) / n) / (2 * n + 1);
        return 2 * Divide(sum, Exp(Log(s_pi) / 2));
    }

    /// <summary>How far y is from the exact value, in units of the last place of a number with this many digits.</summary>
    public static double Ulps(double y, BigInteger exact, bool single)
    {
        var (digits, least) = single ? (24, -149) : (53, -1074);
        var place = Math.Max((int)BigInteger.Abs(exact).GetBitLength() - Bits - digits, least);
        var distance = BigInteger.Abs(Of(y) - exact);
        return (double)(distance >> Math.Max(0, Bits + place - 60)) / Math.Pow(2, Math.Min(60, Bits + place));
    }

    private static BigInteger Atanh(BigInteger x)
    {
        BigInteger sum = x, power = x, square = Multiply(x, x);
        for (var n = 3; !power.IsZero && power != -1; n += 2) sum += (power = Multiply(power, square)) / n;
        return sum;
    }

    private static BigInteger Atan(int inverse)
    {
        BigInteger power = One / inverse, sum = power;
        for (var n = 3; !power.IsZero && power != -1; n += 2)
        {
            power = -power / (inverse * inverse);
            sum += power / n;
        }
        return sum;
    }
}
