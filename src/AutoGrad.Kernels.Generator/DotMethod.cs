namespace AutoGrad.Kernels.Generator;

/// <summary>One tile of scalar products: so many lines of A times so many of B, a vector of each along k at a time.</summary>
internal sealed class DotMethod(VectorKind vector, int rows, int columns)
{
    public int Rows => rows;

    public int Columns => columns;

    public string Name => $"Dots{rows}x{columns}";

    public void Write(CodeWriter code)
    {
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Line($"private static void {Name}(GemmTileArguments<{vector.Element}>* t)");
        using (code.Block())
        {
            code.Line("nint k = t->K, strideA = t->StrideA, strideB = t->StrideB, strideC = t->StrideC;");
            for (var i = 0; i < rows; i++) code.Line($"{vector.Element}* a{i} = t->A + {i} * strideA;");
            for (var j = 0; j < columns; j++) code.Line($"{vector.Element}* b{j} = t->B + {j} * strideB;");
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++) code.Line($"{vector.Type} {Sum(i, j)} = {vector.Zero};");
            code.Line("nint l = 0;");
            code.Line($"for (; l + {vector.Lanes} <= k; l += {vector.Lanes})");
            using (code.Block()) Step(code, pointer => vector.Load($"{pointer} + l"));
            code.Line("if (l < k)");
            using (code.Block())
            {
                code.Line($"var lanes = {vector.FirstLanes("(k - l)")};");
                Step(code, pointer => vector.MaskedLoad($"{pointer} + l", "lanes"));
            }
            code.Line($"{vector.Element}* c = t->C;");
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j += vector.LanesOf128) WriteSums(code, i, j);
                code.Line("c += strideC;");
            }
        }
    }

    /// <summary>The lanes of as many sums as 128 bits hold, added up together.</summary>
    private void WriteSums(CodeWriter code, int i, int j)
    {
        var count = Math.Min(vector.LanesOf128, columns - j);
        var sums = Enumerable.Range(j, vector.LanesOf128).Select(column => column < columns ? Sum(i, column) : vector.Zero).ToArray();
        var name = $"s{i}_{j}";
        code.Line($"var {name} = {(sums.Length == 2 ? Pairs(sums[0], sums[1]) : PairsOfPairs(Pairs(sums[0], sums[1]), Pairs(sums[2], sums[3])))};");
        var half = vector.IsWide ? $"({name}.GetLower() + {name}.GetUpper())" : name;
        code.Line($"var t{i}_{j} = {half}.GetLower() + {half}.GetUpper();");
        if (count == sums.Length) code.Line($"t{i}_{j}.Store(c + {j});");
        else
            for (var column = 0; column < count; column++) code.Line($"c[{j + column}] = t{i}_{j}.GetElement({column});");
    }

    private string Pairs(string x, string y) => $"({vector.Unpack}Low({x}, {y}) + {vector.Unpack}High({x}, {y}))";

    private string PairsOfPairs(string x, string y) => $"({vector.Unpack}Low({x}.AsDouble(), {y}.AsDouble()).AsSingle() + {vector.Unpack}High({x}.AsDouble(), {y}.AsDouble()).AsSingle())";

    private void Step(CodeWriter code, Func<string, string> load)
    {
        for (var j = 0; j < columns; j++) code.Line($"var y{j} = {load($"b{j}")};");
        code.Line($"{vector.Type} x;");
        for (var i = 0; i < rows; i++)
        {
            code.Line($"x = {load($"a{i}")};");
            for (var j = 0; j < columns; j++) code.Line($"{Sum(i, j)} = {vector.MultiplyAdd("x", $"y{j}", Sum(i, j))};");
        }
    }

    private static string Sum(int i, int j) => $"c{i}_{j}";
}
