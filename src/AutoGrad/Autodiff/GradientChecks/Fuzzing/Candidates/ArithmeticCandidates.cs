using System.Runtime.CompilerServices;
using static AutoGrad.FuzzCandidate;

namespace AutoGrad;

internal static class ArithmeticCandidates
{
    public static IEnumerable<FuzzCandidate> All =>
    [
        Binary("Add", (x, y) => x + y),
        Binary("Subtract", (x, y) => x - y),
        Binary("Multiply", (x, y) => x * y),
        Binary("Divide", (x, y) => x / y, 0.5, 3),
        Unary("AddScalar", x => x + 0.75),
        Unary("SubtractFrom", x => 1.25 - x),
        Unary("MultiplyScalar", x => x * -1.5),
        Unary("DivideScalar", x => x / 1.75),
        Unary("DivideInto", x => 1.5 / x, 0.5, 3),
        Unary("Negate", x => -x),
        Unary("Abs", x => x.Abs()),
        Unary("Sign", x => x.Sign()),
        Unary("Square", x => x.Square()),
        Unary("Sqrt", x => x.Sqrt(), 0.25, 4),
        Unary("Rsqrt", x => x.Rsqrt(), 0.25, 4),
        Unary("Reciprocal", x => x.Reciprocal(), 0.5, 3),
        Binary("Pow", (x, y) => x.Pow(y), 0.5, 2.5),
        Unary("PowScalar(3)", x => x.Pow(3)),
        Unary("PowScalar(-1.5)", x => x.Pow(-1.5), 0.5, 3),
        Unary("PowScalarBase", x => Tensor.Pow(1.5, x)),
        Binary("Maximum", (x, y) => x.Maximum(y)),
        Binary("Minimum", (x, y) => x.Minimum(y)),
        Binary("Fmax", (x, y) => x.Fmax(y)),
        Binary("Fmin", (x, y) => x.Fmin(y)),
        Unary("Clamp", x => x.Clamp(-0.75, 1)),
        Binary("ClampMin", (x, y) => x.ClampMin(y)),
        Unary("Floor", x => x.Floor() + x),
        Unary("Ceiling", x => x.Ceiling() * x),
        Unary("Round", x => x.Round() * x),
        Unary("Truncate", x => x.Truncate() + x),
        Unary("Frac", x => x.Frac()),
        Binary("Fmod", (x, y) => x.Fmod(y), 0.5, 3),
        Binary("Remainder", (x, y) => x % y, 0.5, 3),
        Binary("WholeDivision", (x, y) => x.Divide(y, DivisionRounding.Floor) + x, 0.5, 3),
        Binary("CopySign", (x, y) => x.CopySign(y)),
        Unary("NanToNum", x => x.NanToNum()),
        Ternary("Addcmul", (x, _) => x[0].Addcmul(x[1], x[2], 0.5)),
        Ternary("Addcdiv", (x, _) => x[0].Addcdiv(x[1], x[2], -1.5), (0.5, 3)),
        Ternary("Lerp", (x, _) => x[0].Lerp(x[1], x[2])),
        Ternary("Where", (x, _) => Tensor.Where(x[0] > 0.25, x[1], x[2])),
        Unary("MaskedFill", x => x.MaskedFill(x < -0.25, 0.5)),
        Unary("Clone", x => x.Clone()),
    ];

    private static FuzzCandidate Ternary(string name, Func<Tensor[], int[], Tensor> run, (double, double)? third = null, [CallerArgumentExpression(nameof(run))] string code = "") =>
        new(name, run, (shape, random) => new FuzzCall([], Proposals.Broadcastable(shape, random), Proposals.Within(shape, random)), code) { Domains = [(-2, 2), (-2, 2), third ?? (-2, 2)] };
}
