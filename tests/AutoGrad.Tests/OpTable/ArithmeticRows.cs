using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

internal static class ArithmeticRows
{
    public static IEnumerable<OpRow> All =>
    [
        Binary("Add", (x, y) => x + y, (x, y) => x + y, integers: true),
        Unary("Add(scalar)", x => x + 3, x => x + 3, integers: true),
        Binary("Subtract", (x, y) => x - y, (x, y) => x - y, integers: true),
        Unary("Subtract(from scalar)", x => 3 - x, x => 3 - x, integers: true),
        Binary("Multiply", (x, y) => x * y, (x, y) => x * y, integers: true),
        Unary("Multiply(scalar)", x => x * 3, x => x * 3, integers: true),
        Unary("Negate", x => -x, x => -x, integers: true),
    ];
}
