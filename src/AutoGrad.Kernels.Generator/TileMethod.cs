namespace AutoGrad.Kernels.Generator;

/// <summary>One tile of C: so many rows of one or two vectors, in registers while the steps along k go by.</summary>
internal sealed class TileMethod(VectorKind vector, TileKind kind, int vectors, int rows)
{
    // an address has a base and an index: one pointer reaches three rows as p, p + stride and p + 2 strides
    private const int RowsOfPointer = 3;

    public TileKind Kind => kind;

    public int Vectors => vectors;

    public int Rows => rows;

    public string Name => $"{kind}{rows}x{vectors}";

    private int Pointers => (rows + RowsOfPointer - 1) / RowsOfPointer;

    public void Write(CodeWriter code)
    {
        // no call is made below: a call would send every sum through memory, as no vector register survives one
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Line($"private static void {Name}(GemmTileArguments<{vector.Element}>* t)");
        using (code.Block())
        {
            Begin(code);
            code.Line("do");
            using (code.Block()) Step(code);
            code.Line("while (--k != 0);");
            code.Line($"var lanes = {vector.FirstLanes("t->LastLanes")};");
            code.Line($"{vector.Element}* start = t->Start;");
            code.Line("if (start == null)");
            using (code.Block()) End(code, finished: false);
            code.Line("else");
            using (code.Block()) End(code, finished: true);
        }
    }

    private void Begin(CodeWriter code)
    {
        code.Line("nint k = t->K, strideA = t->StrideA, strideC = t->StrideC;");
        code.Line($"{vector.Element}* a = t->A, b = t->B, c = t->C;");
        if (kind == TileKind.Offsets) code.Line("nint* offsets = t->Offsets;");
        else code.Line("nint strideB = t->StrideB;");
        // what the end of this tile, or of a later one, reads or writes is fetched while the sums are made
        code.Line($"{vector.Element}* ahead = c + t->Ahead;");
        for (var row = 0; row < rows; row++)
            for (var v = 0; v < vectors; v++) code.Line($"Sse.Prefetch0(ahead + {row} * strideC + {v * vector.Lanes});");
        if (kind != TileKind.Steps)
        {
            code.Line("nint twoStrides = 2 * strideA;");
            for (var p = 0; p < Pointers; p++) code.Line($"{vector.Element}* a{p} = a + {RowsOfPointer * p} * strideA;");
        }
        for (var row = 0; row < rows; row++)
            for (var v = 0; v < vectors; v++) code.Line($"{vector.Type} {Sum(row, v)} = {vector.Zero};");
    }

    private void Step(CodeWriter code)
    {
        if (kind == TileKind.Offsets) code.Line($"{vector.Element}* p = b + *offsets++;");
        var source = kind == TileKind.Offsets ? "p" : "b";
        for (var v = 0; v < vectors; v++) code.Line($"{vector.Type} b{v} = {vector.Load($"{source} + {v * vector.Lanes}")};");
        code.Line($"{vector.Type} x;");
        for (var row = 0; row < rows; row++)
        {
            code.Line($"x = {vector.Broadcast(ElementOfA(row))};");
            for (var v = 0; v < vectors; v++) code.Line($"{Sum(row, v)} = {vector.MultiplyAdd("x", $"b{v}", Sum(row, v))};");
        }
        if (kind == TileKind.Steps) code.Line("a += strideA;");
        else
            for (var p = 0; p < Pointers; p++) code.Line($"a{p}++;");
        if (kind != TileKind.Offsets) code.Line("b += strideB;");
    }

    /// <summary>Stores the sums; finished, what they start from is added and the floor applied.</summary>
    private void End(CodeWriter code, bool finished)
    {
        if (finished) code.Line($"{vector.Type} floor = {vector.Broadcast("t->Floor")};");
        for (var row = 0; row < rows; row++)
        {
            for (var v = 0; v < vectors; v++)
            {
                var (at, last) = ($" + {v * vector.Lanes}", v == vectors - 1);
                var begin = last ? vector.MaskedLoad($"start{at}", "lanes") : vector.Load($"start{at}");
                // the second operand is what a comparison with NaN leaves
                var value = finished ? $"{vector.Instructions}.Max(floor, {begin} + {Sum(row, v)})" : Sum(row, v);
                code.Line(last ? vector.MaskedStore($"c{at}", "lanes", value) : $"({value}).Store(c{at});");
            }
            if (row == rows - 1) break;
            code.Line("c += strideC;");
            if (finished) code.Line("start += t->StrideStart;");
        }
    }

    private string ElementOfA(int row) => kind == TileKind.Steps ? $"a[{row}]" : (row % RowsOfPointer) switch
    {
        0 => $"a{row / RowsOfPointer}[0]",
        1 => $"a{row / RowsOfPointer}[strideA]",
        _ => $"a{row / RowsOfPointer}[twoStrides]",
    };

    private static string Sum(int row, int v) => $"c{row}_{v}";
}
